import type { AccessLogEntry } from './access-log.ts';
import { ACTIVE_ACCOUNT, type AccountState } from './account.ts';
import { createAuthorizer } from './authorize.ts';
import type { CoachLink } from './coach-link.ts';
import { SYSTEM_OWNER } from './resource.ts';
import type { RoleDocument } from './role-document.ts';
import type { VerifiedToken } from './token-claims.ts';

const NOW = 1_800_000_000_000;
const CLIENT = '5aaaaaaa-0000-4000-8000-000000000001';
const COACH = '5bbbbbbb-0000-4000-8000-000000000002';

const token = (userId: string, groups: readonly string[] = []): VerifiedToken => ({
  userId,
  groups,
  issuedAt: NOW / 1_000 - 60,
  expiresAt: NOW / 1_000 + 60,
});
const active: CoachLink = {
  clientId: CLIENT,
  coachId: COACH,
  status: 'active',
  notBefore: 0,
  until: NOW + 1,
  areas: ['profile', 'injury'],
  canWrite: false,
};

type Part = 'people' | 'documents' | 'links' | 'accessLog';

interface World {
  readonly account?: Partial<AccountState>;
  readonly link?: CoachLink;
  /** Custom roles with their documents; `built-in` ones need none. */
  readonly held?: readonly (RoleDocument & { readonly until?: number })[];
  readonly broken?: readonly Part[];
}

function setUp({ account, link, held = [], broken = [] }: World = {}) {
  const entries: AccessLogEntry[] = [];
  const linkReads: string[] = [];
  const failing = async (part: Part): Promise<void> => {
    if (broken.includes(part)) throw new Error(`no ${part}`);
  };
  const authorizer = createAuthorizer({
    people: {
      load: async () => {
        await failing('people');
        return {
          account: account && { ...ACTIVE_ACCOUNT, ...account },
          assignments: held.map(({ until = Number.POSITIVE_INFINITY, name }) => ({ role: name, until })),
        };
      },
    },
    roles: {
      document: async (name) => {
        await failing('documents');
        return held.find((document) => document.name === name);
      },
    },
    links: {
      async load(clientId, coachId) {
        linkReads.push(`${clientId} ${coachId}`);
        await failing('links');
        return link;
      },
    },
    accessLog: { record: (entry) => failing('accessLog').then(() => void entries.push(entry)) },
    now: () => NOW,
    newId: () => 'id-1',
  });
  return { authorizer, entries, linkReads };
}

const ownProfile = { permission: 'profile:read', ownerId: CLIENT } as const;

describe('authorize', () => {
  test('lets people at what is their own, without a link and without a log entry', async () => {
    const { authorizer, entries, linkReads } = setUp();
    const { principal, decision } = await authorizer.authorize({ token: token(CLIENT, ['coach']), ...ownProfile });
    expect(principal.userId).toBe(CLIENT);
    expect(decision).toEqual({ allow: true, rule: 'user', scope: 'own' });
    expect([...entries, ...linkReads]).toEqual([]);
  });

  test('hides another person’s resource from whoever may not read it', async () => {
    const { authorizer, linkReads } = setUp({ link: active });
    await expect(authorizer.authorize({ token: token('other'), ...ownProfile })).rejects.toMatchObject({
      kind: 'not-found',
      code: 'resource.not-found',
    });
    expect(linkReads).toEqual([]);
  });

  test('writes a coach’s access into the client’s log before it resolves', async () => {
    const { authorizer, entries, linkReads } = setUp({ link: active });
    const { decision } = await authorizer.authorize({
      token: token(COACH, ['coach']),
      permission: 'injury:list',
      ownerId: CLIENT,
    });
    expect(decision).toMatchObject({ scope: 'assigned' });
    expect(linkReads).toEqual([`${CLIENT} ${COACH}`]);
    expect(entries).toEqual([
      {
        id: 'id-1',
        clientId: CLIENT,
        actorId: COACH,
        role: 'coach',
        relationship: 'coach-link',
        kind: 'injury',
        verb: 'list',
        at: NOW,
      },
    ]);
  });

  test('asks the table for no link of what is no user id', async () => {
    const { authorizer, linkReads } = setUp({ link: active });
    const request = { token: token(COACH, ['coach']), permission: 'injury:read', ownerId: 'a'.repeat(2_050) } as const;
    await expect(authorizer.authorize(request)).rejects.toMatchObject({ kind: 'not-found' });
    expect(linkReads).toEqual([]);
  });

  test('reads the link anew each time', async () => {
    const { authorizer, linkReads } = setUp({ link: active });
    const request = { token: token(COACH, ['coach']), permission: 'injury:read', ownerId: CLIENT } as const;
    await authorizer.authorize(request);
    await authorizer.authorize(request);
    expect(linkReads).toHaveLength(2);
  });

  test('tells a coach who may read but not write so, and says the rule only to the log', async () => {
    const { authorizer, entries } = setUp({ link: active });
    const refusal = authorizer.authorize({
      token: token(COACH, ['coach']),
      permission: 'profile:update',
      ownerId: CLIENT,
    });
    await expect(refusal).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'authz.permission-missing',
      message: 'You may not do this.',
      cause: new Error('profile:update was refused by the rule no-grant.'),
    });
    expect(entries).toEqual([]);
  });

  test('refuses a token from before a sign-out everywhere as no token, even of a disabled account', async () => {
    const { authorizer } = setUp({ account: { validAfter: NOW / 1_000, status: 'disabled' } });
    const refusal = {
      kind: 'unauthenticated',
      code: 'auth.token-invalid',
      message: 'A valid access token is required.',
    };
    await expect(authorizer.authorize({ token: token(CLIENT), ...ownProfile })).rejects.toMatchObject(refusal);
    await expect(authorizer.authenticateOnly(token(CLIENT))).rejects.toMatchObject(refusal);
  });

  test('refuses an account that is not active', async () => {
    const { authorizer } = setUp({ account: { status: 'disabled' } });
    const refusal = { kind: 'forbidden', code: 'auth.account-disabled' };
    await expect(authorizer.authorize({ token: token(CLIENT, ['admin']), ...ownProfile })).rejects.toMatchObject(
      refusal,
    );
    await expect(authorizer.authenticateOnly(token(CLIENT))).rejects.toMatchObject(refusal);
  });

  test('does not count a group that the account revokes, nor one that is no role', async () => {
    const { authorizer } = setUp({ account: { revokedGroups: ['admin'] } });
    const request = { token: token('other', ['admin', 'owner', 'Admin']), ...ownProfile };
    await expect(authorizer.authorize(request)).rejects.toMatchObject({ kind: 'not-found' });
    const { authorizer: unrevoked } = setUp();
    expect((await unrevoked.authorize(request)).decision.scope).toBe('any');
  });

  test.each(['people', 'documents', 'links', 'accessLog'] as const)(
    'answers 503, and allows nothing, without the %s',
    async (part) => {
      const { authorizer } = setUp({
        link: active,
        held: [{ name: 'r', allow: ['*:*:any'], deny: [] }],
        broken: [part],
      });
      await expect(
        authorizer.authorize({ token: token(COACH, ['coach']), permission: 'injury:read', ownerId: CLIENT }),
      ).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'auth.grants-unavailable',
        retryAfter: 1,
        cause: new Error(`no ${part}`),
      });
    },
  );

  test('counts a custom role from its document, until its assignment ends', async () => {
    const request = { token: token('other'), ...ownProfile };
    const reader = { name: 'reader', allow: ['profile:read:any'], deny: [] };
    const { authorizer } = setUp({ held: [{ ...reader, until: NOW + 1 }] });
    expect((await authorizer.authorize(request)).decision).toEqual({ allow: true, rule: 'custom-role', scope: 'any' });
    const { authorizer: ended } = setUp({ held: [{ ...reader, until: NOW }] });
    await expect(ended.authorize(request)).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('reads a link for a custom role that asks for one, and logs the access', async () => {
    const held = [{ name: 'physio', allow: ['injury:read:assigned'], deny: [] }];
    const { authorizer, entries, linkReads } = setUp({ link: active, held });
    const request = { token: token(COACH), permission: 'injury:read', ownerId: CLIENT } as const;
    expect((await authorizer.authorize(request)).decision).toMatchObject({ rule: 'custom-role', scope: 'assigned' });
    expect(linkReads).toHaveLength(1);
    expect(entries).toEqual([expect.objectContaining({ role: 'custom', relationship: 'coach-link' })]);
  });

  test('takes a group away when its assignment has ended, and grants nothing by the assignment itself', async () => {
    const admin = { name: 'admin', allow: ['*:*:any'], deny: [] };
    const request = { token: token('other', ['admin']), ...ownProfile };
    await expect(setUp({ held: [{ ...admin, until: NOW }] }).authorizer.authorize(request)).rejects.toMatchObject({
      kind: 'not-found',
    });
    const { authorizer } = setUp({ held: [{ ...admin, until: NOW + 1 }] });
    expect((await authorizer.authorize(request)).decision).toMatchObject({ rule: 'admin' });
    await expect(authorizer.authorize({ ...request, token: token('other') })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  test('does not hide what is nobody’s, and reads no link for it', async () => {
    const { authorizer, linkReads } = setUp();
    const roles = { token: token(COACH, ['coach']), permission: 'role:list', ownerId: SYSTEM_OWNER } as const;
    await expect(authorizer.authorize(roles)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(linkReads).toEqual([]);
  });

  test('lets any account in good standing through authenticateOnly', async () => {
    const { authorizer } = setUp();
    expect(await authorizer.authenticateOnly(token(CLIENT, ['coach']))).toMatchObject({
      userId: CLIENT,
      roles: new Set(['user', 'coach']),
    });
  });
});
