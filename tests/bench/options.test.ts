import { benchOptions } from './options.ts';

test('a full run is what no option asks for', () => {
  expect(benchOptions([])).toEqual({
    quick: false,
    compileCache: false,
    only: [],
    rounds: 15,
    warmRounds: 5,
    gate: true,
  });
});

test('rounds are told, or fit what is run', () => {
  expect(benchOptions(['--quick'])).toMatchObject({ quick: true, rounds: 15, warmRounds: 3 });
  expect(benchOptions(['--compile-cache'])).toMatchObject({ compileCache: true, rounds: 30 });
  expect(benchOptions(['--quick', '--rounds', '4', '--warm-rounds', '1'])).toMatchObject({ rounds: 4, warmRounds: 1 });
});

test('candidates are named in a list', () => {
  expect(benchOptions(['--only', 'hono,,sdk-tls', '--no-gate'])).toMatchObject({
    only: ['hono', 'sdk-tls'],
    gate: false,
  });
});

test.each([['0'], ['201'], ['1.5'], ['many'], ['']])('%j is no number of rounds', (rounds) => {
  expect(() => benchOptions(['--rounds', rounds])).toThrow('--rounds takes a number from 1 to 200');
});

test('two choices of what to run are refused, and so is an unknown option', () => {
  expect(() => benchOptions(['--quick', '--only', 'hono'])).toThrow('take one');
  expect(() => benchOptions(['--quik'])).toThrow('--quik');
});
