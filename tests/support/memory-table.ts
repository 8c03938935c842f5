import { ConditionFailed, type FailureReason } from '@gymcoach/core/clients/dynamodb';
import { type Item, type Key, marshal, type Table, type Value } from '@gymcoach/core/table';

type Writes = Parameters<Table['write']>[0];
type Write = Writes[number];
type FieldWrite = Extract<Write, { readonly update: Key }>;
type FieldTest = Extract<Write['when'], { readonly fields: unknown }>['fields'][number];

/** Tables in memory, with the conditions and transactions of the real one: the collection suite runs on both. */
export function memoryTables(...names: readonly string[]): ReadonlyMap<string, Table> {
  const rows = new Map<string, Item>();
  const at = (table: string, { PK, SK }: Key): string => JSON.stringify([table, PK, SK]);
  const keyOf = (write: Write): Key => ('put' in write ? write.put : 'update' in write ? write.update : write.delete);

  return new Map(
    names.map((name): readonly [string, Table] => {
      const place = (write: Write): string => at(write.table ?? name, keyOf(write));
      return [
        name,
        {
          name,
          readAhead: () => {}, // a hint
          async get(key) {
            return rows.get(at(name, key));
          },
          async query({ PK, prefix }, { limit, after, newestFirst = false }) {
            const found = [...rows]
              .filter(([where]) => where.startsWith(JSON.stringify([name, PK, '']).slice(0, -2)))
              .map(([, item]) => item)
              .filter(({ SK }) => typeof SK === 'string' && SK.startsWith(prefix))
              .sort((a, b) => (String(a['SK']) < String(b['SK']) !== newestFirst ? -1 : 1))
              .filter(({ SK }) => after === undefined || (newestFirst ? String(SK) < after : String(SK) > after));
            const items = found.slice(0, limit);
            const last = items.at(-1)?.['SK'];
            return { items, ...(found.length > limit && typeof last === 'string' ? { last } : {}) };
          },
          async write(writes) {
            const held = writes.map((write) => holds(write.when, rows.get(place(write))));
            if (held.includes(false))
              throw new ConditionFailed(
                writes.map((write, index) => reason(held[index] === true, rows.get(place(write)))),
              );
            for (const write of writes) {
              if ('put' in write) rows.set(place(write), stored(write.put));
              else if ('update' in write) rows.set(place(write), updated(rows.get(place(write)), write));
              else rows.delete(place(write));
            }
          },
        },
      ];
    }),
  );
}

function holds(when: Write['when'], item: Item | undefined): boolean {
  if (when === 'always') return true;
  if (when === 'absent') return item === undefined;
  if (when === 'versionless') return item?.['version'] === undefined;
  if ('fields' in when) return item !== undefined && when.fields.every((test) => passes(test, item));
  if ('absentOrExpired' in when) return item === undefined || Number(item['expiresAt']) <= when.absentOrExpired;
  return item?.['ownerId'] === when.ownerId && item['version'] === when.version;
}

function passes([field, test, value]: FieldTest, item: Item): boolean {
  const found = item[field];
  if (found === undefined || test === 'absent') return test === 'absent' && found === undefined;
  if (test === 'present') return true;
  if (test === '=') return JSON.stringify(found) === JSON.stringify(value);
  return test === '>' ? Number(found) > Number(value) : Number(found) < Number(value);
}

function updated(item: Item | undefined, { update, set = {}, add = {} }: FieldWrite): Item {
  const sums = Object.entries(add).map(([field, value]) => [field, Number(item?.[field] ?? 0) + value]);
  return { ...item, PK: update.PK, SK: update.SK, ...set, ...Object.fromEntries(sums) };
}

function reason(held: boolean, item: Item | undefined): FailureReason {
  if (held) return { code: 'None' };
  return { code: 'ConditionalCheckFailed', ...(item === undefined ? {} : { item: marshal(item) }) };
}

/** A copy without what a table does not keep. */
const stored = (put: Readonly<Record<string, Value | undefined>>): Item => JSON.parse(JSON.stringify(put));
