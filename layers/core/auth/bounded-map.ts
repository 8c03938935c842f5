/** A map that forgets what was used longest ago, so that what callers send cannot fill the container's memory. */
export interface BoundedMap<V> {
  /** The value, which counts as used now. */
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
}

/** @param limit entries kept, at least 1 */
export function createBoundedMap<V>(limit: number): BoundedMap<V> {
  const entries = new Map<string, V>(); // in order of use: a Map keeps the order of insertion
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= limit) return;
      const oldest = entries.keys().next();
      if (oldest.done !== true) entries.delete(oldest.value);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
