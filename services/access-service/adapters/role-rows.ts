import type { AuditTrail } from '@gymcoach/core/audit';
import { SYSTEM_OWNER } from '@gymcoach/core/auth';
import { isConditionFailed } from '@gymcoach/core/clients/dynamodb';
import { AppError, notFound, staleVersion } from '@gymcoach/core/errors';
import { type Item, keys, once, ROLE_SHARDS, roleShard, type Table, unmarshal } from '@gymcoach/core/table';
import type { CustomRole, RoleStore } from '../domain/ports.ts';
import { isStoredRole } from '../domain/role.schema.ts';

const TOMBSTONE_SECONDS = 90 * 24 * 60 * 60;

export interface RoleRowsOptions {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly trail: AuditTrail;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Custom roles in the main table, one row each. The member count is a field of the row that assignments add to, so a
 * change of the document leaves it alone, and a deletion can make it a condition.
 */
export function roleRows({ main, ephemeral, trail, now }: RoleRowsOptions): RoleStore {
  const load = async (name: string): Promise<CustomRole | undefined> => {
    const item = await main.get(keys.role(name));
    return item === undefined || item['deletedAt'] !== undefined ? undefined : roleOf(name, item);
  };
  return {
    load,

    async list({ limit, after }) {
      const { names, last } = await namesAfter(limit, after);
      const roles = await Promise.all(names.map(load));
      return { items: roles.filter((role) => role !== undefined), ...(last === undefined ? {} : { last }) };
    },

    async create(name, data, use, record) {
      const before = await main.get(keys.role(name));
      const free = before === undefined || before['deletedAt'] !== undefined;
      const at = new Date(now()).toISOString();
      const put = {
        ...keys.role(name),
        ...envelope({ name, version: versionOf(before) + 1 }),
        createdAt: at,
        updatedAt: at,
        data,
        members: 0,
        ...listed(name),
      };
      const when = free && before !== undefined ? { ownerId: SYSTEM_OWNER, version: versionOf(before) } : 'absent';
      await once({ table: trail.recording(record), ephemeral }, use, name, { put, when }).catch((error: unknown) => {
        throw isConditionFailed(error) ? taken(error) : error;
      });
      // As an earlier use of the key has made it, if this is a repeat; it may have been deleted since.
      const made = await load(name);
      if (made === undefined) throw notFound();
      return made;
    },

    async update(role, data, record) {
      const next = { ...role, data, version: role.version + 1, updatedAt: new Date(now()).toISOString() };
      const set = { data, version: next.version, updatedAt: next.updatedAt };
      const when = { ownerId: SYSTEM_OWNER, version: role.version };
      await trail
        .recording(record)
        .write([{ update: keys.role(role.name), set, when }])
        .catch((error: unknown) => overtaken(role, error));
      return next;
    },

    async remove(role, record) {
      const { name, version } = role;
      const at = now();
      const expiresAt = Math.floor(at / 1000) + TOMBSTONE_SECONDS;
      const gone = { ...envelope({ ...role, version: version + 1 }), deletedAt: new Date(at).toISOString(), expiresAt };
      const when = {
        fields: [
          ['version', '=', version],
          ['members', '=', 0],
        ],
      } as const;
      await trail
        .recording(record)
        .write([{ put: { ...keys.role(name), ...gone }, when }])
        .catch((error: unknown) => overtaken(role, error));
    },
  };

  /** The next names of all shards. Where one shard has more, no name beyond its page is sure to be the next. */
  async function namesAfter(limit: number, after: string | undefined) {
    const shards = Array.from({ length: ROLE_SHARDS }, (_, shard) => keys.roleNames(shard));
    const pages = await Promise.all(shards.map((range) => main.query(range, { limit, after })));
    const [sureUntil] = pages.flatMap(({ last }) => last ?? []).sort();
    const found = pages.flatMap(({ items }) => items.map(({ G1S }) => String(G1S))).sort();
    const sure = found.filter((name) => sureUntil === undefined || name <= sureUntil);
    const names = sure.slice(0, limit);
    return { names, last: names.length < found.length || sureUntil !== undefined ? names.at(-1) : undefined };
  }
}

const envelope = ({ name, version }: Pick<CustomRole, 'name' | 'version'>) => ({
  ...{ v: 1, type: 'role', id: name, ownerId: SYSTEM_OWNER, version },
});

/** Keys of the index that lists roles by name. */
const listed = (name: string) => ({ G1P: keys.roleNames(roleShard(name)).PK, G1S: name });

const versionOf = (item: Item | undefined): number => (typeof item?.['version'] === 'number' ? item['version'] : 0);

function roleOf(name: string, item: Item): CustomRole {
  const { v, type, version, members = 0, createdAt, updatedAt, data } = item;
  if (v !== 1 || type !== 'role' || typeof version !== 'number' || !isStoredRole(data)) throw damaged(name);
  if (typeof members !== 'number' || typeof createdAt !== 'string' || typeof updatedAt !== 'string')
    throw damaged(name);
  return { name, version, members, createdAt, updatedAt, data };
}

/** Which condition did not hold: somebody has the role, it was changed, or it is gone. */
function overtaken(role: CustomRole, error: unknown): never {
  if (!isConditionFailed(error)) throw error;
  const found = error.reasons[0]?.item;
  const item = found === undefined ? undefined : unmarshal(found);
  if (item === undefined || item['deletedAt'] !== undefined) throw notFound(error);
  const version = versionOf(item);
  if (version !== role.version) throw staleVersion({ id: role.name, version });
  throw new AppError('conflict', 'conflict.role-in-use', 'Somebody has this role.', { cause: error });
}

const taken = (cause: unknown): AppError =>
  new AppError('conflict', 'conflict.exists', 'There is a role of this name.', { cause });

const damaged = (name: string): Error => new Error(`damaged row of the role ${name}`);
