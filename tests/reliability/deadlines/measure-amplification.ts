import { createDynamoClient, type DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createTable } from '@gymcoach/core/table';
import {
  answer,
  failure,
  reset,
  type Step,
  startScriptedService,
} from '../../../layers/core/clients/dynamodb/scripted-service.ts';
import { seededRandom } from '../../support/seeded-random.ts';

export interface Amplification {
  /** Calls to DynamoDB per request for one item. */
  readonly callsPerRequest: number;
  readonly answered: number;
}

/** `size` reads, one after the other by one container, while DynamoDB refuses this share of all calls. */
export async function measureAmplification(seed: number, size: number, throttled: number): Promise<Amplification> {
  const random = seededRandom(seed);
  const refuse = failure('ThrottlingException');
  const serve = answer(200, {});
  return withService(random, async (client, script, seen) => {
    const table = createTable(client, 't');
    script(() => (random() < throttled ? refuse : serve));
    let answered = 0;
    for (let index = 0; index < size; index += 1) {
      const worked = await table.get({ PK: 'a', SK: 'b' }).then(
        () => 1,
        () => 0,
      );
      answered += worked;
    }
    return { callsPerRequest: rounded(seen() / size), answered: rounded(answered / size) };
  });
}

/**
 * `size` additions to a counter, of which DynamoDB does some and then breaks the connection, and refuses others: how often
 * one was done again. Unprotected, they are sent like any other write.
 */
export async function measureRepeatedAdditions(seed: number, size: number, isProtected: boolean): Promise<number> {
  const random = seededRandom(seed);
  let done = 0;
  const doing =
    (step: Step): Step =>
    (...exchange) => {
      done += 1;
      step(...exchange);
    };
  const [lost, served, refused] = [doing(reset), doing(answer(200, {})), failure('ThrottlingException')];
  return withService(random, async (client, script) => {
    script(() => (random() < 0.3 ? lost : random() < 0.3 ? refused : served));
    const table = createTable(client, 't');
    const Key = { PK: { S: 'a' }, SK: { S: 'b' } };
    const add = (): Promise<unknown> =>
      isProtected
        ? table.write([{ update: { PK: 'a', SK: 'b' }, add: { n: 1 }, when: 'always' }])
        : client.send('UpdateItem', { TableName: 't', Key, UpdateExpression: 'ADD n :one' });
    let repeated = 0;
    for (let index = 0; index < size; index += 1) {
      const before = done;
      await add().catch(() => undefined); // what is not known to be done is for the caller to judge
      repeated += Math.max(0, done - before - 1);
    }
    return repeated;
  });
}

type Script = (next: () => Step) => void;

/** A client that does not wait between attempts, and a service that takes its next step anew for each call. */
async function withService<T>(
  random: () => number,
  work: (client: DynamoClient, script: Script, seen: () => number) => Promise<T>,
): Promise<T> {
  const service = await startScriptedService();
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  const { endpoint } = service;
  const client = createDynamoClient({ region: 'eu-west-1', endpoint, credentials, random, sleep: async () => {} });
  const script: Script = (next) => {
    const step: Step = (response, request) => {
      service.script(step);
      next()(response, request);
    };
    service.script(step);
  };
  try {
    return await work(client, script, () => service.seen.length);
  } finally {
    await service.stop();
  }
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
