import { isAppError } from '@gymcoach/core/errors';
import type { Use } from '@gymcoach/core/idempotency';
import { keys, ulid } from '@gymcoach/core/table';
import { beginOnce } from '../support/begin-once.ts';
import { describeNotes, newPerson, outcome } from '../support/note-collections.ts';

describeNotes((world) => {
  describe('createOnce', () => {
    const make = async (me: string, use: Partial<Use> = {}) => {
      const begun = await beginOnce(world.ephemeral, () => world.now, { principalId: me, ...use });
      return world.notes.createOnce(me, ulid(world.now), begun, { text: 'x' });
    };

    test('finds what a request made that was cut off before its answer', async () => {
      const me = newPerson();
      const first = await make(me);
      expect(await make(me)).toEqual(first);
      expect((await make(me, { key: 'other-key-of-mine' })).id).not.toBe(first.id);
    });

    test('by a request that another has taken over from writes nothing', async () => {
      const me = newPerson();
      const late = await beginOnce(world.ephemeral, () => world.now, { principalId: me });
      const first = await make(me);
      expect(await outcome(world.notes.createOnce(me, ulid(world.now), late, { text: 'late' }))).toEqual([
        'conflict',
        'idempotency.in-progress',
      ]);
      expect((await world.notes.list(me, { limit: 9 })).items).toEqual([first]);
    });

    test('50 times at once within one request makes one row', async () => {
      const me = newPerson();
      const begun = await beginOnce(world.ephemeral, () => world.now, { principalId: me });
      const results = await Promise.all(
        Array.from({ length: 50 }, () => world.notes.createOnce(me, ulid(world.now), begun, { text: 'x' })),
      );
      expect(new Set(results.map(({ id }) => id)).size).toBe(1);
      expect((await world.notes.list(me, { limit: 100 })).items).toHaveLength(1);
    });

    const HOUR = 3_600_000;
    test.each([
      ['soon', 0, { answer: null, lockedUntil: 0 }],
      ['after an update', 0, { answer: null, lockedUntil: 0 }],
      ['late', 24 * HOUR, { answer: 'the answer' }],
    ])('deleting %s forgets what was answered, as long as it is remembered', async (when, later, left) => {
      const me = newPerson();
      const use = await beginOnce(world.ephemeral, () => world.now, { principalId: me });
      const { id } = await world.notes.createOnce(me, ulid(world.now), use, { text: 'my knee' });
      const answered = { update: use.row, set: { answer: 'the answer' }, when: 'always' } as const;
      await world.ephemeral.write([answered]);
      if (when === 'after an update') await world.notes.update(me, id, [1], () => ({ text: 'my other knee' }));
      world.now += later;
      await world.notes.remove(me, id, [1, 2]);
      expect(await world.ephemeral.get(use.row)).toMatchObject({ ...left, made: id });
    });

    test('says that what it made is gone when it is', async () => {
      const me = newPerson();
      const { id } = await make(me);
      await world.notes.remove(me, id, [1]);
      expect(await outcome(make(me))).toEqual(['not-found', 'resource.not-found']);
    });
  });

  describe('list', () => {
    const all = async (me: string, limit: number, between: () => Promise<unknown> = async () => undefined) => {
      const ids: string[] = [];
      for (let after: string | undefined, pages = 0; pages < 100; pages++) {
        const page = await world.notes.list(me, { limit, after });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        ids.push(...page.items.map(({ id }) => id));
        if (page.last === undefined) return ids;
        expect(page.items).toHaveLength(limit);
        after = page.last;
        await between();
      }
      throw new Error('it does not end');
    };

    test.each([1, 2, 3, 4, 100])('by pages of %i shows everything once, without what was deleted', async (limit) => {
      const me = newPerson();
      const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      for (const id of ids) await world.notes.create(me, id, { text: id });
      for (const id of ['a', 'd', 'e', 'h']) await world.notes.remove(me, id, [1]);
      expect(await all(me, limit)).toEqual(['b', 'c', 'f', 'g']);
    });

    test('neither repeats nor misses a row while others are added and deleted', async () => {
      const me = newPerson();
      for (let index = 10; index < 20; index++) await world.notes.create(me, `m${index}`, { text: 'x' });
      let added = 0;
      const ids = await all(me, 3, async () => {
        await world.notes.create(me, `a${added}`, { text: 'before' });
        if (added < 2) await world.notes.create(me, `z${added}`, { text: 'after' });
        added += 1;
      });
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual([...Array.from({ length: 10 }, (_, index) => `m${index + 10}`), 'z0', 'z1']);
    });

    test('of somebody without rows is empty', async () => {
      expect(await world.notes.list(newPerson(), { limit: 5 })).toEqual({ items: [] });
    });
  });

  describe('rows that are not as they should be', () => {
    const plant = (me: string, change: object) =>
      world.main.write([
        {
          put: {
            ...keys.injury(me, 'a'),
            v: 1,
            type: 'note',
            id: 'a',
            ownerId: me,
            version: 1,
            data: { text: 'x' },
            ...change,
          },
          when: 'always',
        },
      ]);

    test.each<[string, object]>([
      ['data of another shape', { data: { txt: 'x' } }],
      ['no data', { data: null }],
      ['another type', { type: 'other' }],
      ['a newer schema', { v: 2 }],
      ['no version', { version: 'one' }],
    ])('%s is a failure of ours, which names the row', async (_, change) => {
      const me = newPerson();
      await plant(me, change);
      const works: readonly (() => Promise<unknown>)[] = [
        () => world.notes.load(me, 'a'),
        () => world.notes.list(me, { limit: 5 }),
        () => world.notes.update(me, 'a', [1], (data) => data),
        () => world.notes.create(me, 'a', { text: 'x' }),
      ];
      for (const work of works) {
        const error: unknown = await work().catch((caught: unknown) => caught);
        expect(isAppError(error)).toBe(false);
        expect(error).toMatchObject({ message: expect.stringContaining(`${me} INJ#a`) });
      }
    });

    test('another owner’s row is neither shown, listed, changed nor taken for one’s own', async () => {
      const me = newPerson();
      await plant(me, { ownerId: 'somebody-else' });
      expect(await world.notes.load(me, 'a')).toBeUndefined();
      expect((await world.notes.list(me, { limit: 5 })).items).toEqual([]);
      expect(await outcome(world.notes.update(me, 'a', [1], (data) => data))).toEqual([
        'not-found',
        'resource.not-found',
      ]);
      expect(await outcome(world.notes.create(me, 'a', { text: 'x' }))).toEqual(['conflict', 'conflict.exists']);
    });
  });
});
