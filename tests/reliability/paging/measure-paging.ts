import type { Cursors } from '@gymcoach/core/cursors';
import { type Item, keys, type Table, ulid } from '@gymcoach/core/table';
import { type ApiWorld, type Container, startApiWorld } from '../../support/api-world.ts';
import type { Person } from '../../support/person.ts';
import { pick, seededRandom } from '../../support/seeded-random.ts';
import type { Figures, ProofRun } from '../proof.ts';

const LIST = '/v1/users/me/injuries';
const PAGE = 25;
const PER_TRANSACTION = 100;
/** Enough to show what is wrong with offsets: each page of them reads the whole list. */
const OFFSET_ITEMS = 300;
const YEAR_MS = 365 * 24 * 3_600_000;

/** One page of ids, from `position` on. */
type ReadPage = (position: string | undefined) => Promise<Page>;
interface Page {
  readonly ids: readonly string[];
  readonly next?: string;
}

/**
 * A list of `size` items is walked page by page, by containers in turn, while others are inserted before and behind the
 * position, between two pages and during them; the cursor key is rotated in the middle. Lost is what was there all the time
 * (or was inserted ahead of the position between two pages) and was not seen. Then cursors are used by those whom they were
 * not made for. The same again with positions that are offsets, and with cursors that are not sealed: both have to fail.
 */
export async function measurePaging({ seed, size }: ProofRun): Promise<Figures> {
  const world = await startApiWorld();
  try {
    const containers = [world.container(), world.container()];
    const walker = await personWithInjuries(world, size, seed);
    const inTheMiddle = async (): Promise<void> => {
      await world.rotateCursorKey();
      containers[1] = world.container(); // knows the new key from the start, and the first has yet to hear of it
    };
    const sealed = await walk({ world, person: walker, size, seed, inTheMiddle }, overHttp(containers, walker));
    const fewer = Math.min(size, OFFSET_ITEMS);
    const other = await personWithInjuries(world, fewer, seed);
    const byOffset = await walk({ world, person: other, size: fewer, seed }, offsets(world.main, other));
    const open = world.container((connections) => ({ ...connections, cursors: unsealed }));
    const fresh = world.container();
    return {
      items: size,
      ...sealed,
      misusedCursorsAccepted: await misused(world, fresh, walker),
      protectionOff: {
        repeatedByOffset: byOffset.repeated,
        misusedCursorsAccepted: await misused(world, open, walker),
      },
    };
  } finally {
    await world.stop();
  }
}

interface Walk {
  readonly world: ApiWorld;
  readonly person: Person;
  readonly size: number;
  readonly seed: number;
  readonly inTheMiddle?: () => Promise<void>;
}

async function walk({ world, person, size, seed, inTheMiddle }: Walk, read: ReadPage) {
  const random = seededRandom(seed);
  const template = await rowOfInjury(world.main, person);
  const insert = (id: string): Promise<void> =>
    world.main.write([{ put: { ...template, ...keys.injury(person.id, id), id }, when: 'absent' }]);
  const expected = new Set(await idsOf(world.main, person));
  const seen = new Map<string, number>();
  const begin = world.now - YEAR_MS;
  const counts = { pages: 0, inserted: 0, refused: 0 };
  let position: string | undefined;
  let last = '';
  do {
    if (counts.pages === Math.floor(size / PAGE / 2)) await inTheMiddle?.();
    const during = insert(newInjuryId(begin, random)); // anywhere: seen or not, as it happens
    const page: Page | undefined = await read(position).catch(() => undefined);
    await during;
    counts.inserted += 1;
    counts.pages += 1;
    if (page === undefined) {
      counts.refused += 1; // what comes after is lost
      break;
    }
    for (const id of page.ids) seen.set(id, (seen.get(id) ?? 0) + 1);
    last = page.ids.at(-1) ?? last;
    position = page.next;
    const between = newInjuryId(begin, random);
    await insert(between);
    counts.inserted += 1;
    if (between > last && position !== undefined) expected.add(between);
  } while (position !== undefined);
  return {
    ...counts,
    lost: [...expected].filter((id) => !seen.has(id)).length,
    repeated: [...seen.values()].filter((times) => times > 1).length,
  };
}

/** The API, each page by another container. */
function overHttp(containers: readonly Container[], person: Person): ReadPage {
  let turn = 0;
  return async (cursor) => {
    turn += 1;
    const query = `?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const { status, body } = await pick(() => (turn % containers.length) / containers.length, containers).call(
      person,
      'GET',
      `${LIST}${query}`,
    );
    if (status !== 200) throw new Error(`a page was answered with ${status}`);
    // The shape of every paged answer.
    const { items, page } = body as { items: readonly { id: string }[]; page: { nextCursor?: string } };
    const next = page.nextCursor === undefined ? {} : { next: page.nextCursor };
    return { ids: items.map(({ id }) => id), ...next };
  };
}

/** Protection off: a position that counts items moves when one is inserted before it. */
const offsets =
  (main: Table, person: Person): ReadPage =>
  async (position) => {
    const from = Number(position ?? 0);
    const ids = await idsOf(main, person);
    const more = from + PAGE < ids.length ? { next: String(from + PAGE) } : {};
    return { ids: ids.slice(from, from + PAGE), ...more };
  };

/** Protection off: the position for anybody to read, write and use. */
const unsealed: Cursors = {
  seal: async (position) => Buffer.from(position).toString('base64url'),
  open: async (cursor) => Buffer.from(cursor, 'base64url').toString(),
};

/** Uses of a cursor by another person, on another list, with one byte changed, and a day later: how many were accepted. */
async function misused(world: ApiWorld, { call }: Container, owner: Person): Promise<number> {
  const first = await call(owner, 'GET', `${LIST}?limit=1`);
  const { nextCursor = '' } = first.body['page'] as { nextCursor?: string }; // the shape of every paged answer
  const stranger = world.person();
  const statuses = [
    (await call(stranger, 'GET', `${LIST}?cursor=${nextCursor}`)).status,
    (await call(owner, 'GET', `/v1/coaching/clients?cursor=${nextCursor}`)).status,
    (await call(owner, 'GET', `/v1/users/me/access-log?cursor=${nextCursor}`)).status,
  ];
  for (const at of [0, nextCursor.length >> 1, nextCursor.length - 2]) {
    const flipped = nextCursor[at] === 'A' ? 'B' : 'A';
    const altered = `${nextCursor.slice(0, at)}${flipped}${nextCursor.slice(at + 1)}`;
    statuses.push((await call(owner, 'GET', `${LIST}?cursor=${altered}`)).status);
  }
  const now = world.now;
  world.now += 24 * 3_600_000 + 1_000;
  statuses.push((await call(owner, 'GET', `${LIST}?cursor=${nextCursor}`)).status);
  world.now = now;
  return statuses.filter((status) => status === 200).length;
}

/** Recorded by the API once, and then copied: only ids and keys differ. */
async function personWithInjuries(world: ApiWorld, count: number, seed: number): Promise<Person> {
  const person = world.person();
  const body = { bodyPart: 'knee', severity: 'mild', since: '2026-01-01' };
  await world.container().call(person, 'POST', LIST, { body });
  const template = await rowOfInjury(world.main, person);
  const random = seededRandom(seed + 1);
  for (let written = 1; written < count; written += PER_TRANSACTION) {
    const puts = Array.from({ length: Math.min(PER_TRANSACTION, count - written) }, () => {
      const id = newInjuryId(world.now - YEAR_MS, random);
      return { put: { ...template, ...keys.injury(person.id, id), id }, when: 'absent' } as const;
    });
    await world.main.write(puts);
  }
  return person;
}

async function rowOfInjury(main: Table, { id }: Person): Promise<Item> {
  const [row] = (await main.query(keys.injuries(id), { limit: 1 })).items;
  if (row === undefined) throw new Error('the injury was not recorded');
  return row;
}

async function idsOf(main: Table, { id }: Person): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await main.query(keys.injuries(id), { limit: 1_000, after });
    ids.push(...page.items.map((row) => String(row['id'])));
    after = page.last;
  } while (after !== undefined);
  return ids;
}

/** Of an injury that was recorded at some time of that year. */
const newInjuryId = (begin: number, random: () => number): string =>
  `inj_${ulid(begin + Math.floor(random() * YEAR_MS))}`;
