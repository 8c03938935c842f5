import { type AuditTrail, createAuditTrail, listEvents } from '@gymcoach/core/audit';
import { createDynamodbGrants } from '@gymcoach/core/auth';
import { dynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createPlatform, type Platform } from '@gymcoach/core/platform';
import { createTable } from '@gymcoach/core/table';
import { accessLogReader } from './adapters/access-log-reader.ts';
import { accessRows } from './adapters/access-rows.ts';
import { coachingStore } from './adapters/coaching-store.ts';
import { cognitoDirectory } from './adapters/cognito-directory.ts';
import { invitationTokens } from './adapters/invitation-tokens.ts';
import { recordingDirectory } from './adapters/recording-directory.ts';
import { roleRows } from './adapters/role-rows.ts';
import type { AccessLogReader, CoachingPorts } from './domain/coaching-ports.ts';
import type { AccessStore, AuditReader, Directory, Links, RoleStore } from './domain/ports.ts';

/** Everything that a handler of this service may ask for. */
export interface Deps extends Platform, Omit<CoachingPorts, 'onRefusal'> {
  readonly roles: RoleStore;
  readonly access: AccessStore;
  readonly directory: Directory;
  readonly auditEvents: AuditReader;
  readonly links: Links;
  readonly accessLog: AccessLogReader;
  /** Whatever is written through it is recorded in the same transaction. */
  readonly trail: AuditTrail;
}

const platform = createPlatform();
const { main, ephemeral, now } = platform;
const audit = createTable(dynamoClient(), variable('AUDIT_TABLE'));
const trail = createAuditTrail({ main, audit, now });
const rows = { main, ephemeral, trail, now };

export const deps: Deps = {
  ...platform,
  trail,
  roles: roleRows(rows),
  access: accessRows(rows),
  // Only a stage without Cognito says otherwise.
  directory:
    process.env['USER_DIRECTORY'] === 'record' ? recordingDirectory(main) : cognitoDirectory(variable('USER_POOL_ID')),
  auditEvents: { list: (filter, page) => listEvents(audit, filter, { ...page, now: now() }) },
  links: createDynamodbGrants(main).links,
  coaching: coachingStore(rows),
  invitationTokens,
  accessLog: accessLogReader(main, now),
};

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`missing in the environment: ${name}`);
  return value;
}
