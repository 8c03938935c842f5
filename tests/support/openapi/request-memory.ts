import { pick } from '../seeded-random.ts';

/** What earlier answers told: ids of things that exist, their versions, tokens and cursors. */
export interface RequestMemory {
  learn(user: string, path: string, etag: string | undefined, body: unknown): void;
  /** An id with this prefix that this person has met, or that anybody has. */
  idOf(user: string, prefix: string): string | undefined;
  etagOf(user: string, path: string): string | undefined;
  tokenOf(invitation: string): string | undefined;
  cursorOf(user: string, path: string): string | undefined;
  roleName(): string | undefined;
}

const KEPT = 50;
const ID = /^([a-z]{2,4})_[0-9A-HJKMNP-TV-Z]{26}$/;

/** Forgets the oldest, so that what was deleted meanwhile does not fill it. */
export function createRequestMemory(random: () => number): RequestMemory {
  const lists = new Map<string, string[]>();
  const single = new Map<string, string>();
  const keep = (list: string, value: string): void => {
    const values = lists.get(list) ?? [];
    values.push(value);
    lists.set(list, values.slice(-KEPT));
  };
  const some = (list: string): string | undefined => {
    const values = lists.get(list);
    return values === undefined ? undefined : pick(random, values);
  };
  return {
    learn(user, path, etag, body) {
      const [bare = ''] = path.split('?');
      if (etag !== undefined) single.set(`etag ${user} ${bare}`, etag);
      const { id, token, name, members, page, items } = fieldsOf(body);
      const prefix = typeof id === 'string' ? ID.exec(id)?.[1] : undefined;
      if (typeof id === 'string' && prefix !== undefined) {
        keep(`${user} ${prefix}`, id);
        keep(prefix, id);
        if (etag !== undefined) single.set(`etag ${user} ${bare}/${id}`, etag);
        if (typeof token === 'string') single.set(`token ${id}`, token);
      }
      if (typeof name === 'string' && members !== undefined) {
        keep('role', name);
        if (etag !== undefined) single.set(`etag ${user} ${bare}/${name}`, etag);
      }
      const { nextCursor } = fieldsOf(page);
      if (typeof nextCursor === 'string') single.set(`cursor ${user} ${bare}`, nextCursor);
      if (Array.isArray(items)) for (const item of items.slice(0, 5)) this.learn(user, bare, undefined, item);
    },
    idOf: (user, prefix) => (random() < 0.8 ? some(`${user} ${prefix}`) : undefined) ?? some(prefix),
    etagOf: (user, path) => single.get(`etag ${user} ${path}`),
    tokenOf: (invitation) => single.get(`token ${invitation}`),
    cursorOf: (user, path) => single.get(`cursor ${user} ${path}`),
    roleName: () => some('role'),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
