import { readFileSync } from 'node:fs';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { type Answer, type AuthzCase, ME, NOW, SYSTEM } from './authz-case.ts';
import { COMPILED, compilePolicies, familyOf } from './compile-policies.ts';

const SCHEMA = 'gymcoach';
/** Cedar has whole numbers only: what stands for no end. */
const NO_END = 9_000_000_000_000_000;
const SCOPES = ['own', 'shared', 'assigned', 'any'];
/** An entity's type has no hyphen, and two kinds have names that mean something else in Cedar. */
const TYPES: Readonly<Record<string, string>> = { user: 'Account', role: 'RoleRecord' };

/** The model of authorization, as Cedar decides it. */
export interface Oracle {
  /** Ids of the model's policies, and the families of those that are compiled from roles. */
  readonly policyIds: readonly string[];
  ask(one: AuthzCase): Answer;
  /** The same without one policy, or family. */
  without(policyId: string): Oracle;
}

/** @param folder where model.cedar and model.cedarschema are */
export function createOracle(folder: string): Oracle {
  const schema = readFileSync(`${folder}/model.cedarschema`, 'utf8');
  const text = readFileSync(`${folder}/model.cedar`, 'utf8');
  expectSuccess(cedar.preparseSchema(SCHEMA, schema));
  const { json } = expectSuccess(cedar.schemaToJson(schema));
  const { policies } = expectSuccess(cedar.policySetTextToParts(text));
  const valid = expectSuccess(cedar.validate({ schema, policies: { staticPolicies: text } }));
  if (valid.validationErrors.length > 0) throw new Error(JSON.stringify(valid.validationErrors));
  const actions = new Set(Object.values(json).flatMap((namespace) => Object.keys(namespace.actions)));
  return oracleOf(new Map(policies.map((policy) => [annotation(policy, 'id') ?? '', policy])), actions);
}

function oracleOf(
  model: ReadonlyMap<string, string>,
  actions: ReadonlySet<string>,
  families: readonly string[] = COMPILED,
): Oracle {
  return {
    policyIds: [...model.keys(), ...families],
    without: (policyId) =>
      oracleOf(
        new Map([...model].filter(([id]) => id !== policyId)),
        actions,
        families.filter((family) => family !== policyId),
      ),
    ask(one) {
      const documents = one.documents.filter(({ name }) => !isBuiltIn(name));
      const roles = documents.map((document) => ({ document, ...compilePolicies(document, actions) }));
      const custom = roles
        .flatMap(({ policies }) => Object.entries(policies))
        .filter(([id]) => families.includes(familyOf(id)));
      const policies: Readonly<Record<string, string>> = Object.fromEntries([...model, ...custom]);
      prepare(policies);
      const decided = decide(one, one.permission, one.fields);
      const rules = decided.reasons.map((id) => annotation(policies[id] ?? '', 'rule') ?? id);
      const scopes = decided.reasons.map((id) => annotation(policies[id] ?? '', 'scope') ?? '');
      const scope = SCOPES.find((name) => scopes.includes(name));
      return {
        allow: decided.allow,
        visible: decided.allow ? undefined : isVisible(one),
        scope: decided.allow ? scope : undefined,
        rules: rules.filter((_, index) => !decided.allow || scopes[index] === scope),
        roles: builtInRoles(one),
        policies: decided.reasons.map(familyOf),
        rejected: roles.flatMap(({ rejected }) => rejected),
        needLinks: roles.filter(({ needsLink }) => needsLink).map(({ document }) => document.name),
      };
    },
  };
}

const POLICIES = 'case';
let prepared = '';

/** Parsing is most of the time, and many cases in a row have the same roles. */
function prepare(policies: Readonly<Record<string, string>>): void {
  const text = JSON.stringify(policies);
  if (text === prepared) return;
  expectSuccess(cedar.preparsePolicySet(POLICIES, { staticPolicies: policies }));
  prepared = text;
}

interface Decided {
  readonly allow: boolean;
  readonly reasons: readonly string[];
}

/** Their own, nobody's, or what they may read or list. */
function isVisible(one: AuthzCase): boolean {
  const { ownerId, kind } = one.resource;
  if (ownerId === ME || ownerId === SYSTEM) return true;
  return decide(one, `${kind}:read`).allow || decide(one, `${kind}:list`).allow;
}

function decide(one: AuthzCase, permission: string, fields: readonly string[] = []): Decided {
  const resource = { type: typeOf(one.resource.kind), id: 'resource' };
  const answer = cedar.statefulIsAuthorized({
    principal: user(ME),
    action: { type: 'Action', id: permission },
    resource,
    context: { now: NOW, fields: [...fields] },
    preparsedSchemaName: SCHEMA,
    validateRequest: true,
    preparsedPolicySetId: POLICIES,
    entities: [principalEntity(one), { uid: resource, attrs: resourceAttributes(one), parents: [] }],
  });
  // A permission that is none, or of another kind than the resource, is no valid request.
  if (answer.type === 'failure') {
    if (answer.errors.some(({ message }) => !isAboutTheRequest(message)))
      throw new Error(JSON.stringify(answer.errors));
    return { allow: false, reasons: ['unknown-permission'] };
  }
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
  if (decision === 'allow') return { allow: true, reasons: diagnostics.reason };
  return { allow: false, reasons: diagnostics.reason.length > 0 ? diagnostics.reason : ['no-grant'] };
}

/** The last is how Cedar refuses a group of actions: it takes no context. */
const isAboutTheRequest = (message: string): boolean =>
  /action|not valid for|resource type|attribute `now` should not exist/i.test(message);
const user = (id: string) => ({ type: 'User', id });
const reference = (id: string) => ({ __entity: user(id) });
const typeOf = (kind: string): string =>
  TYPES[kind] ?? kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

function principalEntity({ account, issuedAt, groups, assignments, documents }: AuthzCase): cedar.EntityJson {
  const { status, validAfter, revokedGroups } = account;
  const known = assignments.filter(({ role }) => isBuiltIn(role) || documents.some(({ name }) => name === role));
  return {
    uid: user(ME),
    attrs: { status, validAfter, issuedAt, groups: [...groups], revokedGroups: [...revokedGroups] },
    parents: [],
    tags: Object.fromEntries(known.map(({ role, until }) => [role, Math.min(until, NO_END)])),
  };
}
const isBuiltIn = (role: string): boolean => ['user', 'coach', 'admin'].includes(role);

/** What the groups of the token amount to; the policies say the same each time they ask for a coach or an admin. */
const builtInRoles = ({ groups, account, assignments }: AuthzCase): readonly string[] => [
  'user',
  ...['coach', 'admin'].filter(
    (name) =>
      groups.includes(name) &&
      !account.revokedGroups.includes(name) &&
      assignments.every(({ role, until }) => role !== name || until > NOW),
  ),
];

function resourceAttributes({ resource }: AuthzCase): Record<string, cedar.CedarValueJson> {
  const { kind, ownerId, isPrivate, isPublic, link, share } = resource;
  return {
    owner: reference(ownerId),
    kind,
    isPrivate,
    isPublic,
    ...(link && {
      link: {
        coach: reference(link.coachId),
        client: reference(link.clientId),
        status: link.status,
        notBefore: link.notBefore,
        until: link.until,
        areas: [...link.areas],
        canWrite: link.canWrite,
      },
    }),
    ...(share && {
      share: { with: reference(share.userId), until: share.until, read: share.read, update: share.update },
    }),
  };
}

const annotation = (policy: string, name: string): string | undefined =>
  new RegExp(`@${name}\\("([^"]*)"\\)`).exec(policy)?.[1];

function expectSuccess<T extends { readonly type: string }>(answer: T): Extract<T, { type: 'success' }> {
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
  return answer as Extract<T, { type: 'success' }>; // checked just above
}
