import { corpus, isAttack } from '../authz/tokens/corpus.ts';
import { createForge } from '../authz/tokens/forge.ts';
import { startTokenBench, type TokenBench } from '../authz/tokens/token-api.ts';
import { catchLog } from '../support/catch-log.ts';
import { recordResult } from '../support/proof-results.ts';

const forge = createForge(Math.floor(Date.now() / 1_000));
const cases = corpus(forge);
const attacks = cases.filter(isAttack);
const refusals = new Map<number, Set<string>>();
const wrong: string[] = [];
let answered = 0;
let bench: TokenBench;

beforeAll(async () => {
  bench = await startTokenBench(forge);
});
afterAll(async () => {
  await bench.stop();
  const steps = cases.flatMap((tested) => tested.steps);
  recordResult('tokens', {
    cases: cases.length,
    attacks: attacks.length,
    controls: cases.length - attacks.length,
    requests: steps.length,
    answered,
    wrongAnswers: wrong.length,
    wrong,
    distinctAnswers: Object.fromEntries([...refusals].map(([status, seen]) => [status, seen.size])),
    attacksByGroup: count(attacks.map(({ group }) => group)),
  });
});

test('has at least 150 attacks, each with a name of its own, and controls', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(150);
  expect(cases.length - attacks.length).toBeGreaterThan(15);
  expect(Math.max(...Object.values(count(cases.map(({ group, name }) => `${group}: ${name}`))))).toBe(1);
});

test('the control with - and _ has both in every part', () => {
  const special = cases.find(({ name }) => name === '- and _ in every part')?.steps[0]?.authorization ?? '';
  const [, head = '', payload = '', signature = ''] = /^Bearer ([^.]+)\.([^.]+)\.([^.]+)$/.exec(special) ?? [];
  for (const part of [head, payload, signature]) expect(part).toMatch(/-.*_|_.*-/);
});

describe.each(Object.entries(Object.groupBy(cases, ({ group }) => group)))('%s', (_group, members = []) => {
  test.each(members.map((tested) => [tested.name, tested] as const))('%s', async (_name, tested) => {
    const { result, log } = await catchLog(() => bench.run(tested));
    const given = result.answers.map(({ status }) => status);
    const expected = tested.steps.map((step) => step.expected);
    for (const { status = 0, seen } of result.answers) {
      answered += 1;
      if (status !== 200) refusals.set(status, (refusals.get(status) ?? new Set()).add(seen));
    }
    for (const [index, status] of given.entries()) {
      if (status !== expected[index]) wrong.push(`${tested.group}: ${tested.name}: ${status} for ${expected[index]}`);
    }
    expect(given).toEqual(expected);
    if (tested.fetches !== undefined) expect(result.fetches).toBe(tested.fetches);
    for (const { authorization } of tested.steps) {
      // What is long enough to be a part of a token, or the person that it names, is in no log line of a refusal.
      for (const part of authorization?.split(/[ .,;"]/) ?? []) if (part.length > 24) expect(log).not.toContain(part);
    }
  });
});

test('answers every refusal of a kind alike, in body and headers', () => {
  for (const [status, seen] of refusals)
    expect({ status, answers: [...seen] }).toEqual({ status, answers: [[...seen][0]] });
  const [unauthenticated = ''] = refusals.get(401) ?? [];
  expect(unauthenticated).toContain('"www-authenticate":"Bearer error=\\"invalid_token\\""');
  const [unavailable = ''] = refusals.get(503) ?? [];
  expect(unavailable).toContain('"retry-after":"1"');
  expect([...refusals.keys()].toSorted()).toEqual([401, 503]);
});

function count(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
