import {
  type Authorizer,
  CATALOGUE,
  decide,
  type Permission,
  type Principal,
  principalOf,
  SYSTEM_OWNER,
} from '@gymcoach/core/auth';
import { AppError, invalidInput, notFound } from '@gymcoach/core/errors';
import { isGroup } from './built-in-roles.ts';
import type { Explanation, Question } from './explanation.schema.ts';
import type { AccessStore, Clock, Directory, Links } from './ports.ts';

export type ExplainPorts = {
  readonly access: Pick<AccessStore, 'assignments'>;
  readonly directory: Pick<Directory, 'exists'>;
  readonly grants: Pick<Authorizer, 'grantsOf'>;
  readonly links: Links;
  /** Told of a caller who may not ask about somebody else. Never rejects. */
  readonly onRefusal: (refusal: { readonly actor: string; readonly permission: Permission }) => Promise<void>;
} & Clock;

const OWNER = /^\/v1\/(?:admin\/)?users\/([^/]+)/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What would be decided, and by which rule: the decision itself is asked, nothing is read but grants. Throws 403 for
 * somebody else without `audit:read`, 404 for a person who is not known, 400 for a permission or path that is none.
 */
export async function explainDecision(
  ports: ExplainPorts,
  caller: Principal,
  question: Question,
): Promise<Explanation> {
  const { subject } = question;
  if (subject !== caller.userId) await mustReadAudit(ports, caller);
  const entry = CATALOGUE.get(question.permission);
  if (entry === undefined) throw issue('/permission', 'authz.unknown-permission', 'is not in the catalogue');
  const { permission, kind } = entry;
  const owner = ownerOf(question.path, subject);
  const principal = subject === caller.userId ? caller : await principalFor(ports, subject);
  const isPersonal = owner !== SYSTEM_OWNER && owner !== subject;
  const link = isPersonal ? await ports.links.load(owner, subject) : undefined;
  const decision = decide({ principal, permission, resource: { kind, ownerId: owner, link }, now: ports.now() });
  return { subject, permission, owner, roles: rolesOf(principal, ports.now()), ...traceOf(decision) };
}

async function mustReadAudit({ now, onRefusal }: ExplainPorts, principal: Principal): Promise<void> {
  const permission: Permission = 'audit:read';
  const decision = decide({ principal, permission, resource: { kind: 'audit', ownerId: SYSTEM_OWNER }, now: now() });
  if (decision.allow) return;
  await onRefusal({ actor: principal.userId, permission });
  throw new AppError('forbidden', 'authz.permission-missing', 'You may not do this.');
}

/** As a token issued now would make them: the groups that were given, as far as they still count. */
async function principalFor({ access, directory, grants, now }: ExplainPorts, userId: string): Promise<Principal> {
  if (!(await directory.exists(userId))) throw notFound();
  const groups = (await access.assignments(userId)).map(({ role }) => role).filter(isGroup);
  const at = now();
  const issuedAt = Math.floor(at / 1000) + 1; // sign-outs until now do not count against it
  return principalOf({ userId, groups, issuedAt }, await grants.grantsOf(userId), at);
}

function ownerOf(path: string, subject: string): string {
  const named = OWNER.exec(path)?.[1];
  // Under /v1/coaching everybody acts on their own things; whose a link is, its path does not say.
  if (named === undefined) return path.startsWith('/v1/coaching/') ? subject : SYSTEM_OWNER;
  if (named === 'me') return subject;
  if (!UUID.test(named)) throw issue('/path', 'authz.unknown-path', 'must name a user id, or `me`');
  return named;
}

const rolesOf = ({ roles, customRoles }: Principal, now: number): string[] => [
  ...roles,
  ...customRoles.filter(({ until }) => now < until).map(({ role }) => role.name),
];

function traceOf(decision: ReturnType<typeof decide>) {
  if (decision.allow) return { allow: true, rule: decision.rule, scope: decision.scope };
  return { allow: false, rule: decision.rule, missing: decision.missing, visible: decision.visible };
}

const issue = (pointer: string, code: string, message: string): AppError =>
  invalidInput([{ in: 'body', pointer, code, message }]);
