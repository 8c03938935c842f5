import { ConditionFailed, type FailureReason } from '@gymcoach/core/clients/dynamodb';
import { type Item, type Key, marshal, type Table, type Value } from '@gymcoach/core/table';

type Writes = Parameters<Table['write']>[0];
type Write = Writes[number];

/** Tables in memory, with the conditions and transactions of the real one: the collection suite runs on both. */
export function memoryTables(...names: readonly string[]): ReadonlyMap<string, Table> {
  const rows = new Map<string, Item>();
  const at = (table: string, { PK, SK }: Key): string => JSON.stringify([table, PK, SK]);
  const keyOf = (write: Write): Key => ('put' in write ? write.put : write.delete);

  return new Map(
    names.map((name): readonly [string, Table] => {
      const place = (write: Write): string => at(write.table ?? name, keyOf(write));
      return [
        name,
        {
          name,
          async get(key) {
            return rows.get(at(name, key));
          },
          async query({ PK, prefix }, { limit, after = '' }) {
            const found = [...rows]
              .filter(([where]) => where.startsWith(JSON.stringify([name, PK, '']).slice(0, -2)))
              .map(([, item]) => item)
              .filter(({ SK }) => typeof SK === 'string' && SK.startsWith(prefix) && SK > after)
              .sort((a, b) => (String(a['SK']) < String(b['SK']) ? -1 : 1));
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
  if ('absentOrExpired' in when) return item === undefined || Number(item['expiresAt']) <= when.absentOrExpired;
  return item?.['ownerId'] === when.ownerId && item['version'] === when.version;
}

function reason(held: boolean, item: Item | undefined): FailureReason {
  if (held) return { code: 'None' };
  return { code: 'ConditionalCheckFailed', ...(item === undefined ? {} : { item: marshal(item) }) };
}

/** A copy without what a table does not keep. */
const stored = (put: Readonly<Record<string, Value | undefined>>): Item => JSON.parse(JSON.stringify(put));
