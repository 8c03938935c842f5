import { type DeadlineFigures, measureDeadlines } from '../reliability/deadlines/measure-deadlines.ts';

jest.setTimeout(120_000);

let figures: DeadlineFigures;

beforeAll(async () => {
  figures = await measureDeadlines({ seed: 20_261_122, size: 10 });
});

test('whatever hangs, and from whichever call on, the answer comes before the time is up', () => {
  expect(figures).toMatchObject({ scenarios: 10, notHung: 0, unanswered: 0, wrongAnswers: 0 });
});

test('no call to a dependency goes on or begins after the answer, and the next request is served', () => {
  expect(figures).toMatchObject({ workAfterAnswer: 0, nextRequestsFailed: 0 });
});

test('without deadlines nobody is answered in time, and the work goes on', () => {
  const { scenarios, unanswered, workAfterAnswer } = figures.protectionOff;
  expect(scenarios).toBeGreaterThan(0);
  expect(unanswered).toBe(scenarios);
  expect(workAfterAnswer).toBeGreaterThanOrEqual(scenarios);
});

test('repetitions add at most half to the load while a third of it is refused, and nothing to a service that is down', () => {
  const { throttled30, throttled60, throttled100 } = figures.amplification;
  expect(throttled30.callsPerRequest).toBeLessThanOrEqual(1.5);
  expect(throttled30.answered).toBeGreaterThan(0.95);
  expect(throttled60.callsPerRequest).toBeLessThanOrEqual(2);
  expect(throttled100.callsPerRequest).toBeLessThanOrEqual(1.5);
});

test('an addition that may have been done is not done again, as it is where nobody says so', () => {
  expect(figures.repeatedAdditions).toBe(0);
  expect(figures.protectionOff.repeatedAdditions).toBeGreaterThan(0);
});
