import { createBoundedMap } from './bounded-map.ts';

describe('createBoundedMap', () => {
  test('forgets what was used longest ago', () => {
    const map = createBoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  });

  test('keeps one value per key', () => {
    const map = createBoundedMap<number>(2);
    map.set('a', 1);
    map.set('a', 2);
    map.set('b', 3);
    expect([map.get('a'), map.get('b')]).toEqual([2, 3]);
    map.delete('a');
    expect(map.get('a')).toBeUndefined();
  });
});
