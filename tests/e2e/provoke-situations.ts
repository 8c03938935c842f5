import { callDynamoDb } from '../../scripts/local/call-aws.ts';
import type { HttpClient } from '../support/http-client.ts';
import type { Platform } from '../support/start-platform.ts';

/** Request ids, ours to choose, of what was provoked. */
export const requestIds = {
  refusedTokens: ['runbook-401-none', 'runbook-401-forged'],
  absent: 'runbook-404',
  unlimited: 'runbook-limiter-away',
  closed: 'runbook-limiter-closed',
  broken: 'runbook-500',
  unknown: 'runbook-503-grants',
} as const;

/** How many requests a caller is let send at once in these tests. */
export const READS = 30;
/** Requests that are refused for being too many. */
export const TOO_MANY = 5;

export interface Clients {
  readonly member: HttpClient;
  readonly other: HttpClient;
  readonly coach: HttpClient;
  readonly admin: HttpClient;
  readonly nobody: HttpClient;
}

const PROFILE = '/v1/users/me/profile';
const named = (id: string) => ({ headers: { 'x-request-id': id } });

/** What clients do wrong: no token, a forged one, what is not there, too much at once. */
export async function provokeRefusals({ member, other, nobody }: Clients, token: string): Promise<void> {
  const [none, forged] = requestIds.refusedTokens;
  await nobody.get(PROFILE, named(none));
  const [head, payload] = token.split('.');
  const authorization = `Bearer ${head}.${payload}.${'A'.repeat(342)}`;
  await nobody.get(PROFILE, { headers: { 'x-request-id': forged, authorization } });
  await member.get('/v1/users/me/injuries/inj_01J8Z3K5QW7RT9V1XA2BC4DE6F', named(requestIds.absent));
  // One after the other: many at once would be spread over containers, of which each lets one more pass.
  for (let sent = 0; sent < READS + TOO_MANY; sent++) await other.get('/v1/users/me/preferences');
}

/** A row that nobody understands, and a good one after it: the stream brings both. */
export async function provokePoison({ coach }: Clients, platform: Platform): Promise<void> {
  await callDynamoDb(dynamodb(platform), 'PutItem', {
    TableName: 'gymcoach-local-main',
    Item: { PK: { S: `U#${platform.userId('coach')}` }, SK: { S: 'INJ#unreadable' }, v: { N: '99' }, data: { S: 'x' } },
  });
  await changeBio(coach, 'after the poison');
}

/** The ephemeral table goes: limits cannot be counted, and changes not be numbered. */
export async function provokeLimiterFailure({ member, coach, admin }: Clients, platform: Platform): Promise<void> {
  await callDynamoDb(dynamodb(platform), 'DeleteTable', { TableName: 'gymcoach-local-ephemeral' });
  // The limiter lets one pass and asks the table at the second.
  await member.get(PROFILE);
  await member.get(PROFILE, named(requestIds.unlimited));
  await admin.post('/v1/admin/roles', {
    headers: { 'x-request-id': requestIds.closed, 'idempotency-key': 'runbook-role-000001' },
    body: { name: 'runbook', permissions: ['profile:read:any'] },
  });
  await changeBio(coach, 'not to be numbered');
}

/** The main table goes as well: a row cannot be read, nor what somebody may whom the function has not seen yet. */
export async function provokeTableFailure({ nobody, admin }: Clients, platform: Platform): Promise<void> {
  await callDynamoDb(dynamodb(platform), 'DeleteTable', { TableName: 'gymcoach-local-main' });
  // A route for signed callers; whoever takes the signature for one is the local gateway.
  const authorization = 'AWS4-HMAC-SHA256 Credential=local';
  await nobody.get('/health/ready', { headers: { 'x-request-id': requestIds.broken, authorization } });
  await admin.get('/v1/users/me/changes', named(requestIds.unknown));
}

async function changeBio(client: HttpClient, bio: string): Promise<void> {
  const { etag } = await client.get(PROFILE);
  await client.patch(PROFILE, { headers: { 'if-match': etag }, body: { bio } });
}

const dynamodb = ({ ports }: Platform): string => `http://127.0.0.1:${ports.dynamodb}`;
