import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';
import { listInputs, type Tier } from './input.ts';
import { FORMULAS, INPUTS } from './inputs.ts';
import { serviceOfEvent } from './test-costs.ts';

const inputs = listInputs(INPUTS);

test('there are inputs', () => {
  expect(inputs.length).toBeGreaterThan(80);
});

test.each(inputs)('%s says its unit and where it is from', (_name, input) => {
  expect(input.unit).not.toBe('');
  if ('source' in input) {
    expect(new URL(input.source.url).protocol).toBe('https:');
    expect(input.source.title).not.toBe('');
    expect(input.source.asOf).toMatch(/^\d{4}(-\d{2})?$/);
  } else if ('file' in input) expect(existsSync(join(repositoryRoot, input.file))).toBe(true);
  else expect(input.assumed.length).toBeGreaterThan(5);
});

test('an assumption lies within its range', () => {
  const ranged = inputs.flatMap(([name, input]) =>
    'assumed' in input && input.range !== undefined ? [{ name, value: Number(input.value), range: input.range }] : [],
  );
  const outside = ranged.filter(({ value, range: [low, high] }) => !(low <= value && value <= high));
  expect(outside).toEqual([]);
});

test('tiers rise, and the last has no end', () => {
  const lists = inputs.flatMap(([name, { value }]) =>
    isTiers(value) ? [{ name, ends: value.map(({ upTo }) => upTo) }] : [],
  );
  expect(lists.length).toBeGreaterThan(10);
  for (const { name, ends } of lists) {
    expect({ name, last: ends.at(-1) }).toEqual({ name, last: undefined });
    expect(ends.slice(0, -1)).toEqual(ends.slice(0, -1).toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  }
});

test.each(Object.keys(INPUTS.traffic.requests))('%s is a sample request of a service', (event) => {
  expect(serviceOfEvent(event)).toBeDefined();
});

test.each(FORMULAS)('$name is calculated where it is said to be', ({ file, source }) => {
  expect(existsSync(join(import.meta.dirname, file))).toBe(true);
  expect(new URL(source.url).protocol).toBe('https:');
});

const isTiers = (value: unknown): value is readonly Tier[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'object' && 'price' in entry);
