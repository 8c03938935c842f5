import { type AlarmState, nextState, statesOf } from '../../support/cloudwatch/alarm-state.ts';
import { calculate } from '../../support/cloudwatch/metric-math.ts';
import { createMetricStore } from '../../support/cloudwatch/metric-store.ts';
import { type Series, statisticOf } from '../../support/cloudwatch/statistic.ts';

/** `0` is a data point below the threshold, `X` one that breaches, `-` one that is missing; the latest stands last. */
const range = (text: string): Series =>
  text.split(' ').map((sign) => (sign === '-' ? undefined : sign === 'X' ? 1 : 0));

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

describe('the state of an alarm is as in the tables of the manual', () => {
  /** An alarm that keeps its state says so. */
  const stateBy = (text: string, breaching: number): readonly (AlarmState | 'kept')[] =>
    TREATMENTS.map((missing) => {
      const from = (state: AlarmState) => nextState(range(text), { threshold: 1, among: 3, breaching, missing }, state);
      const [ofOk, ofAlarm] = [from('OK'), from('ALARM')];
      return ofOk === ofAlarm ? ofOk : 'kept';
    });

  test.each<[string, ReturnType<typeof stateBy>]>([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - - - X', ['INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK']],
    ['X - - - -', ['ALARM', 'kept', 'ALARM', 'OK']],
  ])('three of three: %s', (text, states) => {
    expect(stateBy(text, 3)).toEqual(states);
  });

  test.each<[string, ReturnType<typeof stateBy>]>([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - X', ['INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK']],
  ])('two of three: %s', (text, states) => {
    expect(stateBy(text, 2)).toEqual(states);
  });

  test('period by period, with the figure of the manual: three in a row fire, the first good one clears', () => {
    const series = range('0 0 X X X 0 0 0 X 0');
    expect(statesOf(series, { threshold: 1, among: 3, breaching: 3, missing: 'missing' })).toEqual(
      ['OK', 'OK', 'OK', 'OK', 'ALARM', 'OK', 'OK', 'OK', 'OK', 'OK'].map((state, at) =>
        at < 2 ? expect.stringMatching(/OK|INSUFFICIENT/) : state,
      ),
    );
  });
});

describe('metric math', () => {
  const metrics = new Map<string, Series>([
    ['a', [30, 20, 0, 0]],
    ['b', [20, undefined, 20, undefined]],
    ['none', [undefined, undefined, undefined, undefined]],
  ]);

  test.each<[string, Series]>([
    // The three examples of the manual.
    ['a < b', [0, 0, 1, 0]],
    ['a >= 30', [1, 0, 0, 0]],
    ['a > 15 AND b > 15', [1, 0, 0, 0]],
    ['a + b', [50, 20, 20, 0]],
    ['b * 2', [40, undefined, 40, undefined]],
    ['2 * none + 0 * none', [undefined, undefined, undefined, undefined]],
    ['a + none', [30, 20, 0, 0]],
    ['100 * b / a', [66.66666666666667, 0, undefined, undefined]],
    ['IF(a >= 20, b, 0)', [20, undefined, 0, 0]],
    ['IF(none >= 1, 1, 0)', [undefined, undefined, undefined, undefined]],
    ['a - 10 - 5', [15, 5, -15, -15]],
    ['(a + 2) * 2', [64, 44, 4, 4]],
    ['a == 0 OR b > 0', [1, 0, 1, 1]],
  ])('%s', (expression, result) => {
    expect(calculate(expression, metrics)).toEqual(result);
  });

  test.each(['FILL(a, 0)', 'a +', 'c', '1 + 1', 'SEARCH(x)', 'a b'])('%s is refused, and not guessed', (expression) => {
    expect(() => calculate(expression, metrics)).toThrow(expression);
  });
});

describe('statistics', () => {
  const samples = [
    { at: 0, value: 1, count: 98 },
    { at: 59, value: 100 },
    { at: 30, value: 50 },
    { at: 125, value: 7 },
  ];

  test.each<[string, Series]>([
    ['Sum', [248, undefined, 7]],
    ['SampleCount', [100, undefined, 1]],
    ['Average', [2.48, undefined, 7]],
    ['Minimum', [1, undefined, 7]],
    ['Maximum', [100, undefined, 7]],
    ['p50', [1, undefined, 7]],
    ['p99', [50, undefined, 7]],
    ['p99.5', [100, undefined, 7]],
  ])('%s of each minute', (stat, series) => {
    expect(statisticOf(samples, stat, 60, 3)).toEqual(series);
  });

  test('one that is not known is refused', () => {
    expect(() => statisticOf(samples, 'TM(10%:90%)', 60, 3)).toThrow('no statistic');
  });

  test('a metric is found by its dimensions, in whichever order they are written', () => {
    const store = createMetricStore(120);
    store.add({ namespace: 'N', name: 'm', dimensions: { x: '1', y: '2' } }, { at: 61, value: 3 });
    const asked = { namespace: 'N', name: 'm', stat: 'Sum' };
    expect(store.series({ ...asked, dimensions: { y: '2', x: '1' } }, 60)).toEqual([undefined, 3]);
    expect(store.series({ ...asked, dimensions: { x: '1' } }, 60)).toEqual([undefined, undefined]);
  });
});
