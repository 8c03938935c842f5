import type { Kind, Permission } from '../../../layers/core/auth/catalogue.ts';
import { type Answer, type AuthzCase, ME, NOW } from './authz-case.ts';
import type * as subject from './subject.ts';

export type Subject = typeof subject;

/** Our answer to a case: facts put together as the authorizer does it, then decided. */
export function askSubject(subject: Subject, one: AuthzCase): Answer {
  const { BUILT_IN_ROLES, decide, principalOf, parseRoleDocument } = subject;
  const documents = one.documents.filter(({ name }) => !BUILT_IN_ROLES.includes(name));
  const parsed = new Map(documents.map((document) => [document.name, parseRoleDocument(document)]));
  const customRoles = one.assignments.flatMap(({ role: name, until }) => {
    const role = BUILT_IN_ROLES.includes(name) ? undefined : parsed.get(name)?.role;
    return role === undefined ? [] : [{ role, until }];
  });
  const groupTerms = one.assignments.filter(({ role }) => BUILT_IN_ROLES.includes(role));
  const token = { userId: ME, groups: one.groups, issuedAt: one.issuedAt };
  const principal = principalOf(token, { account: one.account, customRoles, groupTerms }, NOW);
  const readsLink = principal.roles.has('coach') || customRoles.some(({ role }) => role.needsLink);
  const { link, ...resource } = one.resource;
  const decision = decide({
    principal,
    // Any text may come: what the compiler refuses must be refused at run time too.
    permission: one.permission as Permission,
    resource: { ...resource, kind: resource.kind as Kind, link: readsLink ? link : undefined },
    fields: one.fields,
    now: NOW,
  });
  const dropped = [...parsed].flatMap(([name, { rejected }]) =>
    rejected.map(({ list, index, reason }) => `${name} ${list} ${index} ${reason}`),
  );
  return {
    allow: decision.allow,
    visible: decision.allow ? undefined : decision.visible,
    scope: decision.allow ? decision.scope : undefined,
    rules: [decision.rule],
    roles: [...principal.roles],
    policies: [],
    rejected: dropped,
    needLinks: [...parsed].filter(([, { role }]) => role.needsLink).map(([name]) => name),
  };
}

/** In what the two answers differ; empty when they agree. Our rule is one of those that Cedar names. */
export function differences(ours: Answer, oracle: Answer): readonly string[] {
  const named = ours.rules.every((rule) => oracle.rules.includes(rule));
  const same = (name: 'roles' | 'rejected' | 'needLinks'): boolean =>
    JSON.stringify([...ours[name]].sort()) === JSON.stringify([...oracle[name]].sort());
  return [
    ...(ours.allow === oracle.allow ? [] : ['allow']),
    ...(ours.visible === oracle.visible ? [] : ['visible']),
    ...(ours.scope === oracle.scope ? [] : ['scope']),
    ...(named ? [] : ['rule']),
    ...(same('roles') ? [] : ['roles']),
    ...(same('rejected') ? [] : ['rejected']),
    ...(same('needLinks') ? [] : ['needLinks']),
  ];
}
