import type { Item } from '@gymcoach/core/table';
import type { ApiWorld } from '../../support/api-world.ts';

/** New for each write, or of the audit chain, which is verified as a whole. */
const LEFT_OUT = new Set([
  ...['writeId', 'expiresAt', 'tokenSalt', 'tokenHash', 'hash', 'previous', 'day', 'shard', 'sequence', 'G2P', 'G2S'],
]);
/** Ends of an audit chain; counts of refusals. */
const PASSING = /^(H|R)#/;
const ULID = /[0-9A-HJKMNP-TV-Z]{26}/g;
const PERSON = /00000000-0000-4000-8000-\d{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
/** An idempotency key's row, named after who used which key. */
const KEY_USED = /\bIK#[0-9a-f]{64}/g;
const MONTH = /#\d{6}\b/g;

/** Everything that is kept of what people did, in a text that is equal for equal effects: without ids, times and secrets. */
export async function describeState(world: ApiWorld): Promise<{ readonly rows: string; readonly outside: string }> {
  const rows = [...(await world.rows.all('main')), ...(await world.rows.all('audit'))];
  const names = namesOf(world);
  const kept = rows.filter(({ PK }) => !PASSING.test(String(PK)) && PK !== 'SECRET#CURSOR');
  const calls = new Set(world.directory.calls.slice(world.forgottenCalls).map((call) => call.join(' ')));
  const objects = [...world.objects.keys()].filter((key) => !key.startsWith('incoming/')); // that is emptied by the bucket
  return {
    rows: kept
      .map((row) => describeRow(row, names))
      .toSorted()
      .join('\n'),
    outside: [...objects, ...calls]
      .map((text) => bare(text, names))
      .toSorted()
      .join('\n'),
  };
}

const describeRow = (row: Item, names: (id: string) => string): string =>
  bare(
    JSON.stringify(row, (name, value) =>
      LEFT_OUT.has(name) ? undefined : typeof value === 'number' && value > 1e9 ? 'T' : value,
    ),
    names,
  );

const bare = (text: string, names: (id: string) => string): string =>
  text
    .replaceAll(ULID, 'ID')
    .replaceAll(INSTANT, 'T')
    .replaceAll(MONTH, '#M')
    .replaceAll(KEY_USED, 'IK')
    .replaceAll(PERSON, names);

/** People by the order in which they came into the scene. */
function namesOf({ firstPerson }: ApiWorld): (id: string) => string {
  return (id) => `person ${Number(id.slice(-12)) - firstPerson}`;
}
