import fc from 'fast-check';
import { ACTIVE_ACCOUNT } from './account.ts';
import type { Role } from './built-in-roles.ts';
import { CATALOGUE, KINDS, type Kind, type Permission } from './catalogue.ts';
import { type DecisionRequest, decide } from './decide.ts';
import { OWN } from './expected-grants.ts';

const ME = 'me';
const OTHER = 'other';
const NOW = 1_800_000_000_000;
const PERMISSIONS = [...CATALOGUE.values()].map(({ permission }) => permission);
const kindOf = (permission: Permission): Kind => CATALOGUE.get(permission)?.kind ?? 'audit';

const instant = fc.constantFrom(NOW - 1_000, NOW - 1, NOW, NOW + 1, NOW + 1_000);
const anyLink = fc.record({
  clientId: fc.constantFrom(ME, OTHER),
  coachId: fc.constantFrom(ME, OTHER),
  status: fc.constantFrom('active', 'ended'),
  notBefore: instant,
  until: instant,
  areas: fc.subarray([...KINDS, 'unheard-of', '*']),
  canWrite: fc.boolean(),
});
const anyRequest: fc.Arbitrary<DecisionRequest> = fc.record({
  principal: fc.record({
    userId: fc.constant(ME),
    customRoles: fc.constant([]),
    roles: fc.subarray<Role>(['user', 'coach', 'admin']).map((roles) => new Set(roles)),
    account: fc.record({
      status: fc.constantFrom('active', 'active', 'active', 'disabled'),
      validAfter: fc.constantFrom(0, 0, NOW / 1_000),
      revokedGroups: fc.constant([]),
    }),
    issuedAt: fc.constantFrom(NOW / 1_000 - 1, NOW / 1_000, NOW / 1_000 + 1),
  }),
  permission: fc.constantFrom(...PERMISSIONS),
  resource: fc.record({
    kind: fc.constantFrom(...KINDS),
    ownerId: fc.constantFrom(ME, OTHER),
    link: fc.option(anyLink, { nil: undefined }),
  }),
  fields: fc.option(fc.subarray(['bio', 'role', 'userId']), { nil: undefined }),
  now: fc.constant(NOW),
});
/** Half of the cases about the kind that is asked for, so that grants are met. */
const aboutItsKind = fc
  .tuple(anyRequest, fc.boolean())
  .map(([request, same]) =>
    same ? { ...request, resource: { ...request.resource, kind: kindOf(request.permission) } } : request,
  );

describe('whatever is asked', () => {
  test('nothing is allowed without one of four reasons, and nothing despite a denial', () => {
    fc.assert(
      fc.property(aboutItsKind, (request) => {
        const { principal, permission, resource, fields = [] } = request;
        const decision = decide(request);
        if (!decision.allow) return decision.missing === permission;
        const own = resource.ownerId === ME;
        const admin = principal.roles.has('admin');
        const { link: held } = resource;
        expect(kindOf(permission)).toBe(resource.kind);
        expect(principal.account.status).toBe('active');
        expect(principal.issuedAt).toBeGreaterThanOrEqual(principal.account.validAfter);
        if (!admin && /:(create|update)$/.test(permission)) expect(fields.filter((name) => name !== 'bio')).toEqual([]);
        if (decision.scope === 'own') return own && OWN.includes(permission);
        if (decision.scope === 'any') return admin;
        expect(principal.roles.has('coach') && held?.coachId === ME && held.clientId === resource.ownerId).toBe(true);
        return decision.rule === 'coach-of-link' || (held !== undefined && held.notBefore <= NOW && NOW < held.until);
      }),
      { numRuns: 5_000 },
    );
  });

  test('a role more, a wider link or a longer one never takes anything away', () => {
    fc.assert(
      fc.property(aboutItsKind, (request) => {
        if (!decide(request).allow) return;
        const { principal, resource } = request;
        const roles = new Set<Role>([...principal.roles, 'coach', 'admin']);
        const wider = resource.link && {
          ...resource.link,
          areas: KINDS,
          canWrite: true,
          status: 'active',
          until: NOW + 1,
          notBefore: NOW,
        };
        expect(decide({ ...request, principal: { ...principal, roles } }).allow).toBe(true);
        expect(decide({ ...request, resource: { ...resource, link: wider } }).allow).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('what may be read is visible, and what may not be read of another is not', () => {
    fc.assert(
      fc.property(aboutItsKind, (request) => {
        const decision = decide(request);
        if (decision.allow) return;
        const { kind, ownerId } = request.resource;
        const may = (permission: Permission): boolean => decide({ ...request, permission, fields: undefined }).allow;
        expect(decision.visible).toBe(ownerId === ME || may(`${kind}:read`) || may(`${kind}:list`));
      }),
      { numRuns: 3_000 },
    );
  });

  test('a text outside the catalogue is refused, to an admin too', () => {
    const roles = new Set<Role>(['user', 'coach', 'admin']);
    const principal = { userId: ME, roles, customRoles: [], account: ACTIVE_ACCOUNT, issuedAt: 0 };
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('*', '*:*', 'profile:*', 'profile', 'Profile:read', '__proto__')),
        (text) => {
          fc.pre(!CATALOGUE.has(text));
          const permission = text as Permission; // what the compiler refuses must also be refused when it gets through
          const decision = decide({ principal, permission, resource: { kind: 'profile', ownerId: ME }, now: NOW });
          expect(decision).toMatchObject({ allow: false, rule: 'unknown-permission' });
        },
      ),
    );
  });
});
