import type { MetricStore } from '../../../tests/support/cloudwatch/metric-store.ts';
import type { Random } from '../../capacity/random.ts';
import { functionMetric, type Metric, queueMetric, serviceMetric } from '../metric.ts';
import type { StackOutline } from '../stack-outline.ts';
import { ASSUMED } from './assumed.ts';
import { drawSome } from './draw-minutes.ts';
import { type FunctionDay, LOGS } from './record-function.ts';

const MINUTE = 60;

/** What reads the table's stream: a batch for each change of these days, for they come one by one. */
export function recordWorker(
  store: MetricStore,
  stack: StackOutline,
  days: readonly FunctionDay[],
  batchMs: number,
  random: Random,
): void {
  const minutes = days[0]?.minutes.length ?? 0;
  for (const { functionName, kind } of stack.functions) {
    if (kind !== 'stream') continue;
    const ofFunction = (name: string): Metric => functionMetric(functionName, name, '');
    const ofService = (name: string): Metric => serviceMetric(stack, name, '');
    for (let minute = 0; minute < minutes; minute++) {
      const at = minute * MINUTE;
      const changes = days.reduce(
        (sum, day) => sum + drawSome(random, day.minutes[minute]?.requests ?? 0, day.changes),
        0,
      );
      if (changes === 0) continue;
      const [least, most] = ASSUMED.streamMs;
      store.add(ofFunction('IteratorAge'), { at, value: least + (most - least) * random() });
      for (const [part, factor] of [0.7, 0.9, 1, 1.1, 1.6].entries()) {
        if (changes > part) store.add(ofFunction('Duration'), { at, value: batchMs * factor, count: changes / 5 });
      }
      for (const name of ['Errors', 'Throttles']) store.add(ofFunction(name), { at, value: 0, count: changes });
      store.add(ofFunction('Invocations'), { at, value: 1, count: changes });
      store.add(ofFunction('ConcurrentExecutions'), { at, value: 1 });
      store.add(ofService('records'), { at, value: 1, count: changes });
      for (const name of ['poison', 'again']) store.add(ofService(name), { at, value: 0, count: changes });
      const [small, large] = ASSUMED.memoryMb;
      store.add({ ...ofFunction('memoryUsed'), namespace: LOGS }, { at, value: small + (large - small) * random() });
      store.add({ ...ofFunction('memorySize'), namespace: LOGS }, { at, value: 256 });
    }
  }
  for (const { name } of stack.deadLetters) {
    for (let minute = 0; minute < minutes; minute++) {
      store.add(queueMetric(name, 'ApproximateNumberOfMessagesVisible', ''), { at: minute * MINUTE, value: 0 });
    }
  }
}
