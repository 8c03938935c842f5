import { unavailable } from '@gymcoach/core/errors';
import type { Table } from '@gymcoach/core/table';
import { beginOnce } from '../support/begin-once.ts';
import { availableEngines } from '../support/dynamodb-engines.ts';
import { describeNotes, newPerson, outcome } from '../support/note-collections.ts';

test('runs on a real engine', () => {
  expect(availableEngines().length).toBeGreaterThanOrEqual(process.env['CI'] === undefined ? 1 : 2);
});

describeNotes((world) => {
  describe('create', () => {
    test('makes version 1, which can be loaded', async () => {
      const me = newPerson();
      const { resource, created } = await world.notes.create(me, 'a', { text: 'x', count: 1.5 });
      const at = new Date(world.now).toISOString();
      expect(created).toBe(true);
      expect(resource).toEqual({
        id: 'a',
        ownerId: me,
        version: 1,
        createdAt: at,
        updatedAt: at,
        data: { text: 'x', count: 1.5 },
      });
      expect(JSON.stringify(await world.notes.load(me, 'a'))).toBe(JSON.stringify({ ...resource, id: 'a' }));
    });

    test('again with the same content, in any order of fields, changes nothing', async () => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x', count: 1 });
      world.now += 5_000;
      const { resource, created } = await world.notes.create(me, 'a', { count: 1, text: 'x' });
      expect([created, resource.version, resource.updatedAt]).toEqual([
        false,
        1,
        new Date(world.now - 5_000).toISOString(),
      ]);
    });

    test('again with other content is a conflict', async () => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x' });
      expect(await outcome(world.notes.create(me, 'a', { text: 'y' }))).toEqual(['conflict', 'conflict.exists']);
      expect(await world.notes.load(me, 'a')).toMatchObject({ version: 1, data: { text: 'x' } });
    });

    test('after a deletion continues the version', async () => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x' });
      await world.notes.remove(me, 'a', [1]);
      expect(await world.notes.load(me, 'a')).toBeUndefined();
      expect(await world.notes.create(me, 'a', { text: 'y' })).toMatchObject({
        created: true,
        resource: { version: 3 },
      });
    });

    test('20 times at once with the same content creates once and refuses nobody', async () => {
      const me = newPerson();
      const results = await Promise.all(Array.from({ length: 20 }, () => world.notes.create(me, 'a', { text: 'x' })));
      expect(results.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(results.map(({ resource }) => resource.version))).toEqual(new Set([1]));
    });

    test('20 times at once with different contents creates one, and is a conflict for the others', async () => {
      const me = newPerson();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => outcome(world.notes.create(me, 'a', { text: String(index) }))),
      );
      const refused = results.filter((result) => Array.isArray(result));
      expect(refused).toEqual(Array.from({ length: 19 }, () => ['conflict', 'conflict.exists']));
    });
  });

  describe('update', () => {
    test('continues the version and keeps the time of creation', async () => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x' });
      world.now += 1_000;
      const updated = await world.notes.update(me, 'a', [7, 1], ({ text }) => ({ text: `${text}!` }));
      expect(updated).toMatchObject({
        version: 2,
        data: { text: 'x!' },
        createdAt: new Date(world.now - 1_000).toISOString(),
        updatedAt: new Date(world.now).toISOString(),
      });
    });

    test.each([[[0]], [[2]], [[]]])('from the versions %j is refused with the current one', async (expected) => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x' });
      await expect(world.notes.update(me, 'a', expected, (data) => data)).rejects.toMatchObject({
        kind: 'precondition-failed',
        headers: { etag: '"a.1"' },
      });
      expect(await world.notes.load(me, 'a')).toMatchObject({ version: 1 });
    });

    test('of what is not there, or is deleted, is refused as such', async () => {
      const me = newPerson();
      expect(await outcome(world.notes.update(me, 'a', [1], (data) => data))).toEqual([
        'not-found',
        'resource.not-found',
      ]);
      await world.notes.create(me, 'a', { text: 'x' });
      await world.notes.remove(me, 'a', [1]);
      expect(await outcome(world.notes.update(me, 'a', [2], (data) => data))).toEqual([
        'not-found',
        'resource.not-found',
      ]);
      expect(await outcome(world.notes.remove(me, 'a', [2]))).toEqual(['not-found', 'resource.not-found']);
    });

    test('by 20 writers at once loses no change', async () => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x', count: 0 });
      const write = async (): Promise<number> => {
        for (let tries = 0; tries < 5; tries++) {
          const found = await world.notes.load(me, 'a');
          const result = await outcome(
            world.notes.update(me, 'a', [found?.version ?? -1], (data) => ({ ...data, count: (data.count ?? 0) + 1 })),
          );
          if (!Array.isArray(result)) return 1;
          expect(result).toEqual(['precondition-failed', 'precondition.failed']);
        }
        return 0;
      };
      const written = (await Promise.all(Array.from({ length: 20 }, write))).reduce((sum, one) => sum + one, 0);
      expect(written).toBeGreaterThan(0);
      expect(await world.notes.load(me, 'a')).toMatchObject({ version: 1 + written, data: { count: written } });
    });

    test('whose change throws writes nothing', async () => {
      const me = newPerson();
      await world.notes.create(me, 'a', { text: 'x' });
      await expect(
        world.notes.update(me, 'a', [1], () => {
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await world.notes.load(me, 'a')).toMatchObject({ version: 1 });
    });
  });

  test('a singleton answers its defaults as version 0, until its first change', async () => {
    const me = newPerson();
    const single = world.collection({ defaults: { text: 'default' } });
    expect(await single.load(me, 'a')).toMatchObject({ version: 0, data: { text: 'default' }, createdAt: undefined });
    const results = await Promise.all(
      Array.from({ length: 10 }, () => outcome(single.update(me, 'a', [0], () => ({ text: 'x' })))),
    );
    expect(results.filter((result) => !Array.isArray(result))).toEqual([expect.objectContaining({ version: 1 })]);
    expect(await outcome(single.update(me, 'a', [0], (data) => data))).toEqual([
      'precondition-failed',
      'precondition.failed',
    ]);
  });

  test('a row whose lifetime is over counts as absent, though the table has it still', async () => {
    const me = newPerson();
    const short = world.collection({ lifetime: 60 });
    await short.create(me, 'a', { text: 'x' });
    world.now += 59_000;
    expect(await short.load(me, 'a')).toBeDefined();
    world.now += 2_000;
    expect(await short.load(me, 'a')).toBeUndefined();
    expect((await short.list(me, { limit: 5 })).items).toEqual([]);
    expect(await outcome(short.update(me, 'a', [1], (data) => data))).toEqual(['not-found', 'resource.not-found']);
    expect(await short.create(me, 'a', { text: 'y' })).toMatchObject({ created: true, resource: { version: 2 } });
  });

  describe('a write whose answer was lost', () => {
    /** The first write lands and is repeated, as the client repeats one that it got no answer to. */
    const repeating = (): Table => {
      let lost = false;
      const write: Table['write'] = async (writes) => {
        await world.main.write(writes);
        if (lost) return;
        lost = true;
        await world.main.write(writes);
      };
      return { ...world.main, write };
    };

    test('is no conflict with itself', async () => {
      const me = newPerson();
      expect(await world.collection({ table: repeating() }).create(me, 'a', { text: 'x' })).toMatchObject({
        created: true,
        resource: { version: 1 },
      });
      expect(await world.collection({ table: repeating() }).update(me, 'a', [1], () => ({ text: 'y' }))).toMatchObject({
        version: 2,
      });
      expect(await world.collection({ table: repeating() }).remove(me, 'a', [2])).toMatchObject({ version: 2 });
      expect(await world.notes.create(me, 'a', { text: 'z' })).toMatchObject({ resource: { version: 4 } });
    });

    test('and that the caller repeats ends in the same state', async () => {
      const me = newPerson();
      const failing = (): Table => ({
        ...world.main,
        async write(writes) {
          await world.main.write(writes);
          throw unavailable('dependency.unavailable', 'x', new Error('no answer'));
        },
      });
      const gone = ['unavailable', 'dependency.unavailable'];
      expect(await outcome(world.collection({ table: failing() }).create(me, 'a', { text: 'x' }))).toEqual(gone);
      expect(await world.notes.create(me, 'a', { text: 'x' })).toMatchObject({
        created: false,
        resource: { version: 1 },
      });
      const use = () => beginOnce(world.ephemeral, () => world.now, { principalId: me });
      const first = world.collection({ table: failing() }).createOnce(me, 'b', await use(), { text: 'x' });
      expect(await outcome(first)).toEqual(gone);
      expect(await world.notes.createOnce(me, 'c', await use(), { text: 'x' })).toMatchObject({ id: 'b', version: 1 });
      expect((await world.notes.list(me, { limit: 9 })).items).toHaveLength(2);
    });
  });
});
