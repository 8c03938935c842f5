import { ACTIVE_ACCOUNT, type AccountState } from './account.ts';
import { cachedAccounts } from './cached-accounts.ts';

const disabled: AccountState = { ...ACTIVE_ACCOUNT, status: 'disabled' };

function setUp(rows: Readonly<Record<string, AccountState | undefined>> = {}) {
  const clocks = { wall: 1_000_000, mono: 5_000 };
  const world = { rows: { ...rows }, loads: 0, failing: false };
  const account = cachedAccounts({
    accounts: {
      async load(userId) {
        world.loads += 1;
        const { failing } = world;
        await new Promise(setImmediate);
        if (failing) throw new Error('no table');
        return world.rows[userId];
      },
    },
    now: () => clocks.wall,
    monotonic: () => clocks.mono,
  });
  const pass = (wall: number, mono = wall): void => {
    clocks.wall += wall;
    clocks.mono += mono;
  };
  return { account, world, pass };
}

describe('cachedAccounts', () => {
  test('takes an account without a row for an active one', async () => {
    const { account } = setUp();
    expect(await account('u')).toEqual({ status: 'active', validAfter: 0, revokedGroups: [] });
  });

  test('notices a change within 60 s', async () => {
    const { account, world, pass } = setUp();
    await account('u');
    world.rows['u'] = disabled;
    pass(59_999);
    expect(await account('u')).toBe(ACTIVE_ACCOUNT);
    expect(world.loads).toBe(1);
    pass(1);
    expect(await account('u')).toBe(disabled);
  });

  test.each([
    ['the monotonic clock stood still', 60_000, 0],
    ['the wall clock stood still', 0, 60_000],
    ['the wall clock was set back', -1, 10],
  ])('reads again when %s', async (_case, wall, mono) => {
    const { account, world, pass } = setUp();
    await account('u');
    pass(wall, mono);
    await account('u');
    expect(world.loads).toBe(2);
  });

  test('counts the age from the start of the read', async () => {
    const { account, world, pass } = setUp();
    const slow = account('u');
    pass(60_000);
    await slow;
    await account('u');
    expect(world.loads).toBe(2);
  });

  test('reads once for all who wait, and apart for each person', async () => {
    const { account, world } = setUp({ v: disabled });
    const states = await Promise.all([...Array.from({ length: 50 }, () => account('u')), account('v')]);
    expect(states.filter((state) => state === disabled)).toHaveLength(1);
    expect(world.loads).toBe(2);
  });

  test('does not keep a failed read', async () => {
    const { account, world } = setUp({ u: disabled });
    world.failing = true;
    await expect(account('u')).rejects.toThrow('no table');
    world.failing = false;
    expect(await account('u')).toBe(disabled);
  });
});
