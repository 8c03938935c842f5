import { ACTIVE_ACCOUNT } from './account.ts';
import { cachedGrants } from './cached-grants.ts';
import type { RoleDocument } from './role-document.ts';

const until = Number.POSITIVE_INFINITY;

function setUp(assigned: readonly string[], documents: Readonly<Record<string, RoleDocument>> = {}) {
  const world = { assigned, documents, reads: { people: 0, documents: 0 }, at: 0, failing: '' };
  const read = async (part: keyof typeof world.reads): Promise<void> => {
    world.reads[part] += 1;
    if (world.failing === part) throw new Error(`no ${part}`);
  };
  const grants = cachedGrants({
    people: {
      load: () =>
        read('people').then(() => ({
          account: undefined,
          assignments: world.assigned.map((role) => ({ role, until })),
        })),
    },
    roles: {
      document: (name) => read('documents').then(() => world.documents[name]),
    },
    now: () => world.at,
    monotonic: () => world.at,
  });
  return { grants, world };
}
const reader = { name: 'reader', allow: ['plan:read:any'], deny: [] };

describe('cachedGrants', () => {
  test('takes an account without a row for an active one, and reads once a minute for whoever has no custom role', async () => {
    const { grants, world } = setUp(['coach']);
    for (let call = 0; call < 5; call += 1) {
      expect(await grants('u')).toEqual({ account: ACTIVE_ACCOUNT, groupTerms: [{ role: 'coach', until }] });
    }
    expect(world.reads).toEqual({ people: 1, documents: 0 });
  });

  test('calls what is to be done beside a read where there is one, once it has begun', async () => {
    const { grants, world } = setUp(['coach']);
    const seen: number[] = [];
    const beside = (): void => void seen.push(world.reads.people);
    await Promise.all([grants('u', beside), grants('u', beside)]);
    await grants('u', beside);
    expect(seen).toEqual([1]);
  });

  test('compiles each role once for all who have it', async () => {
    const { grants, world } = setUp(['reader'], { reader });
    const [first, second] = [await grants('u'), await grants('v')];
    expect(first.customRoles?.[0]?.role).toBe(second.customRoles?.[0]?.role);
    expect(first.customRoles).toMatchObject([{ role: { name: 'reader' }, until }]);
    expect(world.reads.documents).toBe(1);
  });

  test('gives nothing for a role without a document', async () => {
    expect((await setUp(['unheard-of']).grants('u')).customRoles).toEqual([]);
  });

  test('lets the ages of an assignment and its document not add up', async () => {
    const { grants, world } = setUp(['reader'], { reader });
    await grants('u');
    world.at = 59_000;
    await grants('v');
    world.documents = {};
    world.at = 60_000;
    expect((await grants('v')).customRoles).toEqual([]);
  });

  test.each(['people', 'documents'] as const)('rejects without the %s, and asks again', async (part) => {
    const { grants, world } = setUp(['reader'], { reader });
    world.failing = part;
    await expect(grants('u')).rejects.toThrow(`no ${part}`);
    world.failing = '';
    expect((await grants('u')).customRoles).toHaveLength(1);
  });
});
