import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readStacks } from '../build/read-stack.ts';
import { repositoryRoot } from '../build/repository-root.ts';
import { INPUTS } from './inputs.ts';
import type { RouteCost, RouteCosts } from './route-costs.ts';

/** For tests: the service that has a sample request of this name. */
export function serviceOfEvent(event: string): string | undefined {
  const stack = readStacks().find(({ folder }) => existsSync(join(eventsOf(folder), `${event}.json`)));
  return stack?.name.replace(/^gymcoach-/, '');
}

const eventsOf = (folder: string): string =>
  folder === repositoryRoot ? join(folder, 'platform/events') : join(folder, 'events');

/** For tests: every request of the mix at the cost of a read or of a write, whatever the measured ones are just now. */
export function testCosts(): RouteCosts {
  const routes = Object.keys(INPUTS.traffic.requests).map((event): RouteCost => {
    const service = serviceOfEvent(event) ?? 'nobody';
    const reads = /^(get|list)-/.test(event);
    const known = reads
      ? { calls: { 'DynamoDB GetItem': 1 }, readUnits: 1, writeUnits: 0 }
      : { calls: { 'DynamoDB GetItem': 1, 'DynamoDB PutItem': 1 }, readUnits: 1, writeUnits: 1 };
    const unknown = { ...known, calls: { ...known.calls, 'DynamoDB Query': 1 }, readUnits: 3 };
    return { service, event, method: reads ? 'GET' : 'PATCH', limiter: reads ? 0.1 : 0.5, cold: unknown, warm: known };
  });
  const batch = { calls: { 'DynamoDB GetItem': 1, 'DynamoDB TransactWriteItems': 1 }, readUnits: 1, writeUnits: 12 };
  return { routes, batches: new Map([['number-changes', { records: 2, warm: batch }]]) };
}
