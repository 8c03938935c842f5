import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { readFunctions, readStacks } from '../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { createFunctionPool } from '../../scripts/local/gateway/function-pool.ts';
import { type Platform, startPlatform } from '../support/start-platform.ts';

/**
 * `node tests/bench/observation.ts`: what watching costs `npm start`, one that watches beside one that does not
 * (GYMCOACH_OBSERVE=off). They take turns, so that whatever else the machine does falls on both.
 */
const SIDES = ['off', 'on'] as const;
type Side = (typeof SIDES)[number];
type PerSide<T> = Readonly<Record<Side, T>>;

const PATH = '/v1/users/me/profile';
const [WARM_UP, REQUESTS, ROUNDS, CLIENTS, PER_CLIENT, STARTS] = [300, 2_500, 12, 8, 60, 12];
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const both = async <T>(make: (side: Side) => Promise<T>): Promise<PerSide<T>> => ({
  off: await make('off'),
  on: await make('on'),
});

/** One after the other, the first place in turns. */
async function takeTurns(times: number, measure: (side: Side) => Promise<number>): Promise<PerSide<number>> {
  const taken: PerSide<number[]> = { off: [], on: [] };
  for (let round = 0; round < times; round++) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) taken[side].push(await measure(side));
  }
  return { off: median(taken.off), on: median(taken.on) };
}

const print = (what: string, unit: string, { off, on }: PerSide<number>): void =>
  console.log(`${what}: ${off.toFixed(2)} ${unit} unwatched, ${on.toFixed(2)} watched, ratio ${(on / off).toFixed(2)}`);

function get({ url }: Platform, token: string): Promise<number> {
  const begun = performance.now();
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${token}` };
    request(`${url}${PATH}`, { agent, headers }, (response) => {
      if (response.statusCode !== 200) fail(new Error(`${response.statusCode} instead of a profile`));
      response.resume().on('end', () => done(performance.now() - begun));
    })
      .on('error', fail)
      .end();
  });
}

const stack = readStacks().find(({ name }) => name === 'gymcoach-user-profile');
const environment = (stack && readFunctions(stack)[0]?.environment) ?? {};
process.env['NODE_COMPILE_CACHE'] ??= join(repositoryRoot, 'node_modules/.cache/compiled'); // as run.mjs has it

/** CPU of this process until a container of the user-profile function stands ready. */
async function startContainer(side: Side): Promise<number> {
  const before = process.cpuUsage();
  const pool = createFunctionPool({
    file: join(repositoryRoot, '.build/observed/gymcoach-user-profile/handlers/api.cjs'),
    ...{ export: 'handler', functionName: 'api', memoryMegabytes: 256, timeoutSeconds: 5, environment },
    report: (message) => {
      throw new Error(message);
    },
    ...(side === 'on' ? { observer: { wrote: () => undefined, invoked: () => undefined } } : {}),
  });
  await pool.warm();
  const { user, system } = process.cpuUsage(before);
  await pool.retire();
  return (user + system) / 1_000;
}

const platforms = await both((side) => startPlatform({ env: { GYMCOACH_OBSERVE: side } }));
try {
  const tokens = await both((side) => platforms[side].token('member'));
  const ask = (side: Side): Promise<number> => get(platforms[side], tokens[side]);
  await takeTurns(WARM_UP, ask);
  print('a request, median', 'ms', await takeTurns(REQUESTS, ask));
  const perSecond = async (side: Side): Promise<number> => {
    const begun = performance.now();
    const client = async (): Promise<void> => {
      for (let sent = 0; sent < PER_CLIENT; sent++) await ask(side);
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return (CLIENTS * PER_CLIENT * 1_000) / (performance.now() - begun);
  };
  print(`${CLIENTS} clients`, 'requests/s', await takeTurns(ROUNDS, perSecond));
} finally {
  agent.destroy();
  await both((side) => platforms[side].stop());
}
print('start of a container, CPU', 'ms', await takeTurns(STARTS, startContainer));
delete process.env['NODE_COMPILE_CACHE'];
print('the same without compile cache', 'ms', await takeTurns(STARTS, startContainer));
