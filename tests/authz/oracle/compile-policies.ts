import type { RoleDocument } from '../../../layers/core/auth/role-document.ts';

/** A role's entries as Cedar policies; apart from the code that compiles roles for the decision. */
export interface RolePolicies {
  readonly policies: Readonly<Record<string, string>>;
  readonly rejected: readonly string[];
  readonly needsLink: boolean;
}

const SCOPES: Readonly<Record<string, string>> = {
  own: 'resource.owner == principal',
  assigned:
    'resource has link && resource.link.coach == principal && resource.link.client == resource.owner && ' +
    'resource.link.status == "active" && resource.link.notBefore <= context.now && ' +
    'context.now < resource.link.until && resource.link.areas.contains(resource.kind)',
  any: 'true',
};
const ADMIN =
  'principal.groups.contains("admin") && !principal.revokedGroups.contains("admin") && ' +
  '!(principal.hasTag("admin") && principal.getTag("admin") <= context.now)';

/** What can be left out of the model as one: every entry of the roles' lists with one scope. */
export const COMPILED = ['allow', 'deny'].flatMap((list) =>
  ['own', 'assigned', 'any'].map((scope) => `${list} ${scope}`),
);

/** Which of these a compiled policy belongs to; a policy of the model is on its own. */
export const familyOf = (policyId: string): string => /^(.+) of /.exec(policyId)?.[1] ?? policyId;

/** @param actions every action and group of the schema: what is not among them is no entry */
export function compilePolicies(document: RoleDocument, actions: ReadonlySet<string>): RolePolicies {
  const policies: Record<string, string> = {};
  const rejected: string[] = [];
  let needsLink = false;
  for (const list of ['allow', 'deny'] as const) {
    document[list].forEach((entry, index) => {
      const problem = problemOf(entry, actions);
      if (problem !== undefined) rejected.push(`${document.name} ${list} ${index} ${problem}`);
      else if (document.disabled !== true) {
        const { action, scope } = read(entry, list);
        needsLink ||= scope === 'assigned';
        policies[`${list} ${scope} of ${document.name} ${index}`] = policy(document.name, list, action, scope);
      }
    });
  }
  return { policies, rejected, needsLink };
}

function problemOf(entry: string, actions: ReadonlySet<string>): string | undefined {
  const colons = entry.replaceAll(/[^:]/g, '').length;
  if (colons !== 1 && colons !== 2) return 'not-two-or-three-parts';
  const match = /^([^:]*):([^:]*)(?::(.*))?$/s.exec(entry);
  const [kind, verb, scope] = [match?.[1] ?? '', match?.[2] ?? '', match?.[3]];
  if (!actions.has(`${kind}:*`)) return 'unknown-kind';
  if (!actions.has(`${kind}:${verb}`)) return 'unknown-verb';
  return scope === undefined || Object.hasOwn(SCOPES, scope) ? undefined : 'unknown-scope';
}

function read(entry: string, list: 'allow' | 'deny'): { readonly action: string; readonly scope: string } {
  const match = /^(.+):(own|assigned|any)$/.exec(entry);
  if (match !== null) return { action: match[1] ?? '', scope: match[2] ?? '' };
  return { action: entry, scope: list === 'allow' ? 'own' : 'any' };
}

function policy(role: string, list: 'allow' | 'deny', action: string, scope: string): string {
  const name = JSON.stringify(role);
  const held = `principal.hasTag(${name}) && context.now < principal.getTag(${name})`;
  const conditions = `when { ${held} } when { ${SCOPES[scope]} }`;
  const target = `(principal, action in Action::${JSON.stringify(action)}, resource) ${conditions}`;
  return list === 'allow'
    ? `@rule("custom-role") @scope("${scope}") permit ${target};`
    : `@rule("role-denies") forbid ${target} unless { ${ADMIN} };`;
}
