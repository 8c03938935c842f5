import { requestScope, withRequestScope } from '@gymcoach/core/request-scope';
import { keys, ulid } from '@gymcoach/core/table';
import { beginOnce } from '../support/begin-once.ts';
import { describeNotes, newPerson } from '../support/note-collections.ts';

/** Does the work in a request of this caller. */
const as = <T>(callerId: string | undefined, traceId: string, work: () => Promise<T>): Promise<T> =>
  withRequestScope({ ms: 10_000, traceId }, async () => {
    const scope = requestScope();
    if (scope !== undefined && callerId !== undefined) scope.callerId = callerId;
    return work();
  });

describeNotes((world) => {
  const written = async (me: string, id: string) => {
    const { by, traceId } = (await world.main.get(keys.injury(me, id))) ?? {};
    return { by, traceId };
  };

  test('writes on each row who wrote it last, and in which request, also on what is left of a deleted one', async () => {
    const [me, coach] = [newPerson(), newPerson()];
    const id = ulid(world.now);
    const use = await beginOnce(world.ephemeral, () => world.now, { principalId: me });
    await as(me, 'trace-1', () => world.notes.createOnce(me, id, use, { text: 'a' }));
    expect(await written(me, id)).toEqual({ by: me, traceId: 'trace-1' });
    await as(coach, 'trace-2', () => world.notes.update(me, id, [1], () => ({ text: 'b' })));
    expect(await written(me, id)).toEqual({ by: coach, traceId: 'trace-2' });
    expect((await world.notes.read(me, id)).data).toEqual({ text: 'b' });
    await as(me, 'trace-3', () => world.notes.remove(me, id, [2]));
    expect(await written(me, id)).toEqual({ by: me, traceId: 'trace-3' });
    expect(await world.notes.load(me, id)).toBeUndefined();
  });

  test('writes neither where there is no request, and no caller where nobody is signed in', async () => {
    const me = newPerson();
    await world.notes.create(me, 'note-1', { text: 'a' });
    expect(await written(me, 'note-1')).toEqual({ by: undefined, traceId: undefined });
    await as(undefined, 'trace-1', () => world.notes.create(me, 'note-2', { text: 'a' }));
    expect(await written(me, 'note-2')).toEqual({ by: undefined, traceId: 'trace-1' });
    expect((await world.notes.list(me, { limit: 9 })).items).toHaveLength(2);
  });

  test('a creating PUT that is repeated by somebody else changes nothing', async () => {
    const me = newPerson();
    await as(me, 'trace-1', () => world.notes.create(me, 'note-1', { text: 'a' }));
    const again = await as('somebody', 'trace-2', () => world.notes.create(me, 'note-1', { text: 'a' }));
    expect(again.created).toBe(false);
    expect(await written(me, 'note-1')).toEqual({ by: me, traceId: 'trace-1' });
  });
});
