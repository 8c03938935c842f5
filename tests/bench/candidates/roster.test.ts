import { isPrimingPair, isWanted, isWarmed } from './roster.ts';

const FULL = { quick: false, only: [] };
const QUICK = { quick: true, only: [] };

test('everybody runs in a full run, and both floors in any', () => {
  expect(isWanted(FULL, 'fastify-tls')).toBe(true);
  expect(isWanted({ quick: false, only: ['hono'] }, 'hono')).toBe(true);
  expect(isWanted({ quick: false, only: ['hono'] }, 'hono-tls')).toBe(false);
  for (const floor of ['floor', 'floor-tls']) expect(isWanted({ quick: false, only: ['hono'] }, floor)).toBe(true);
});

test('a quick run takes what the budgets compare', () => {
  const names = [
    'gymcoach',
    'gymcoach-tls',
    'gymcoach-unprimed-tls',
    'gymcoach-sampled',
    'sdk',
    'hono',
    'powertools-router',
  ];
  expect(names.filter((name) => !isWanted(QUICK, name))).toEqual([]);
  expect(['fastify', 'hono-tls', 'rust', 'gymcoach-without-jwks'].filter((name) => isWanted(QUICK, name))).toEqual([]);
});

test('warm figures are taken where the transport or the variant makes one', () => {
  expect(['floor', 'fastify', 'gymcoach-sampled', 'sdk-tls'].filter((name) => !isWarmed(FULL, name))).toEqual([]);
  expect(['hono-tls', 'rust', 'gymcoach-unprimed'].filter((name) => isWarmed(FULL, name))).toEqual([]);
  expect(['floor', 'gymcoach', 'sdk', 'hono', 'gymcoach-tls'].filter((name) => isWarmed(QUICK, name))).toEqual([
    'floor',
    'gymcoach',
    'sdk',
  ]);
});

test('priming is told by ours with and without it, on the same transport', () => {
  const names = ['gymcoach', 'gymcoach-unprimed', 'gymcoach-tls', 'gymcoach-unprimed-tls', 'gymcoach-sampled', 'floor'];
  expect(names.filter(isPrimingPair)).toEqual([
    'gymcoach',
    'gymcoach-unprimed',
    'gymcoach-tls',
    'gymcoach-unprimed-tls',
  ]);
});
