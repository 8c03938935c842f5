import type { Item } from '../table.ts';
import { createDynamodbGrants } from './dynamodb-grants.ts';

const row = { v: 1, status: 'active', notBefore: 1, until: 2, areas: ['plan'], canWrite: false };
const noRows = async () => ({ items: [] });
const reading = (item: unknown) => {
  const asked: unknown[] = [];
  const get = async (key: unknown, options: unknown) => {
    asked.push({ key, options });
    return item as undefined; // a stored row may be of any shape: that is what is tested
  };
  return { ...createDynamodbGrants({ get, query: noRows, write: async () => undefined }), asked };
};

/** The pages of what is stored about a person. */
function listing(...pages: readonly (readonly Item[])[]) {
  const asked: unknown[] = [];
  const { people } = createDynamodbGrants({
    get: async () => undefined,
    write: async () => undefined,
    async query(range, options) {
      const items = pages[asked.length] ?? [];
      asked.push({ range, ...options });
      return { items, ...(asked.length < pages.length ? { last: `page-${asked.length}` } : {}) };
    },
  });
  return { ...people, asked };
}

describe('the stored account', () => {
  const accountOf = async (row?: object) =>
    (await listing(row === undefined ? [] : [{ SK: 'GRANT#ACCT', ...row } as Item]).load('u')).account; // as above

  test('is told by its row', async () => {
    const account = { status: 'disabled', validAfter: 5, revokedGroups: ['admin'] };
    expect(await accountOf({ v: 1, ...account })).toEqual(account);
  });

  test('is absent, or has only a status', async () => {
    expect(await accountOf()).toBeUndefined();
    expect(await accountOf({ v: 1, status: 'active' })).toMatchObject({ validAfter: 0, revokedGroups: [] });
  });

  test.each([
    [{}],
    [{ status: 'active' }],
    [{ v: 2, status: 'active' }],
    [{ v: 1, status: true }],
    [{ v: 1, status: 'active', validAfter: '5' }],
    [{ v: 1, status: 'active', validAfter: Number.NaN }],
    [{ v: 1, status: 'active', validAfter: null }],
    [{ v: 1, status: 'active', revokedGroups: 'admin' }],
    [{ v: 1, status: 'active', revokedGroups: [1] }],
  ])('is not guessed at when its shape is unknown: %j', async (item) => {
    await expect(accountOf(item)).rejects.toThrow();
  });
});

describe('the stored coach link', () => {
  test('is read strongly consistent, by both parties', async () => {
    const { links, asked } = reading(row);
    const { v: _, ...fields } = row;
    expect(await links.load('client', 'coach')).toEqual({ clientId: 'client', coachId: 'coach', ...fields });
    expect(asked).toEqual([{ key: { PK: 'U#client', SK: 'REL#COACH#coach' }, options: { consistent: true } }]);
  });

  test('takes its parties from the key, whatever the row says', async () => {
    expect(await reading({ ...row, clientId: 'x', coachId: 'y' }).links.load('client', 'coach')).toMatchObject({
      clientId: 'client',
      coachId: 'coach',
    });
  });

  test.each([
    [{}],
    [{ ...row, v: 2 }],
    [{ ...row, status: 1 }],
    [{ ...row, notBefore: '1' }],
    [{ ...row, until: undefined }],
    [{ ...row, until: 1.5 }],
    [{ ...row, areas: 'plan' }],
    [{ ...row, areas: ['plan', 1] }],
    [{ ...row, canWrite: 'true' }],
  ])('is no link when its shape is unknown: %j', async (item) => {
    expect(await reading(item).links.load('client', 'coach')).toBeUndefined();
  });
});

describe('the stored access log', () => {
  const entry = {
    id: '01JABCDEFGHJKMNPQRSTVWXYZ0',
    clientId: 'client',
    actorId: 'coach',
    role: 'coach',
    relationship: 'coach-link',
    kind: 'injury',
    verb: 'list',
    at: Date.UTC(2026, 10, 30, 23, 59, 59, 999),
  } as const;

  test('gets a row that lives for 24 months, and the family’s manifest row with the first of a month', async () => {
    const written: unknown[] = [];
    const { accessLog } = createDynamodbGrants({
      get: async () => undefined,
      query: noRows,
      write: async (writes) => void written.push(writes),
    });
    await accessLog.record(entry);
    await accessLog.record({ ...entry, id: '01JABCDEFGHJKMNPQRSTVWXYZ1' });
    const access = {
      put: {
        PK: 'U#client#X#202611',
        SK: `ACC#${entry.id}`,
        v: 1,
        type: 'access',
        ...entry,
        expiresAt: Date.UTC(2028, 10, 30, 23, 59, 59) / 1_000,
      },
      when: 'always',
    };
    expect(written).toEqual([
      [access, { put: { PK: 'U#client', SK: 'PART#X#202611', v: 1, type: 'family' }, when: 'always' }],
      [expect.objectContaining({ put: expect.objectContaining({ SK: 'ACC#01JABCDEFGHJKMNPQRSTVWXYZ1' }) })],
    ]);
  });

  test('does not take a family for known when its first row could not be written', async () => {
    const sizes: number[] = [];
    const { accessLog } = createDynamodbGrants({
      get: async () => undefined,
      query: noRows,
      async write(writes) {
        sizes.push(writes.length);
        if (sizes.length === 1) throw new Error('no table');
      },
    });
    await expect(accessLog.record(entry)).rejects.toThrow('no table');
    await accessLog.record(entry);
    expect(sizes).toEqual([2, 2]);
  });
});

describe('the stored roles', () => {
  const assignment = { PK: 'U#u', SK: 'GRANT#ROLE#r', v: 1, type: 'role-assignment', role: 'r' };
  test('are read with the account to the last page, ends and deletions included', async () => {
    const gone = { ...assignment, role: 'gone', deletedAt: '2026-11-01T00:00:00.000Z' };
    const account = { PK: 'U#u', SK: 'GRANT#ACCT', v: 1, status: 'active' };
    const { load, asked } = listing([account, assignment], [{ ...assignment, role: 's', until: 5 }, gone]);
    expect(await load('u')).toMatchObject({
      account: { status: 'active' },
      assignments: [
        { role: 'r', until: Number.POSITIVE_INFINITY },
        { role: 's', until: 5 },
      ],
    });
    const range = { PK: 'U#u', prefix: 'GRANT#' };
    expect(asked).toEqual([
      { range, limit: 100, after: undefined },
      { range, limit: 100, after: 'page-1' },
    ]);
  });

  test.each([[{ v: 2 }], [{ type: 'role' }], [{ role: 1 }], [{ role: '' }], [{ until: '5' }], [{ until: Number.NaN }]])(
    'are not guessed at when an assignment’s shape is unknown: %j',
    async (changes) => {
      await expect(listing([{ ...assignment, ...changes }]).load('u')).rejects.toThrow();
    },
  );

  const role = { v: 1, type: 'role', id: 'r', version: 3, members: 2, data: { allow: ['plan:read'], deny: [] } };

  test('have their documents under their own key', async () => {
    const { roles, asked } = reading({ ...role, data: { ...role.data, name: 'other', disabled: true } });
    expect(await roles.document('r')).toEqual({ name: 'r', allow: ['plan:read'], deny: [], disabled: true });
    expect(asked).toEqual([{ key: { PK: 'ROLE#r', SK: 'META' }, options: { consistent: true } }]);
    expect(await reading(undefined).roles.document('r')).toBeUndefined();
    expect(await reading({ v: 1, type: 'role', deletedAt: 'x' }).roles.document('r')).toBeUndefined();
  });

  test.each([
    [{ v: 2 }],
    [{ type: 'goal' }],
    [{ data: undefined }],
    [{ data: null }],
    [{ data: { deny: [] } }],
    [{ data: { allow: 'plan:read', deny: [] } }],
    [{ data: { allow: [], deny: [1] } }],
    [{ data: { allow: [], deny: [], disabled: 'no' } }],
  ])('are not guessed at when a document’s shape is unknown: %j', async (changes) => {
    await expect(reading({ ...role, ...changes }).roles.document('r')).rejects.toThrow();
  });
});
