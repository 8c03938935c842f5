import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { describeBuildError, watchFunctions } from '../build/watch-functions.ts';
import { declaredQueues } from './declared-queues.ts';
import { chooseEndpoints, type Endpoints, portOf } from './endpoints.ts';
import { isServed } from './gateway/is-served.ts';
import { serveStacks } from './gateway/serve-stacks.ts';
import { createGateway } from './gateway.ts';
import { dataFolder } from './local-names.ts';
import { observePlatform } from './observe/observe-platform.ts';
import { observedChains } from './observe/observed-chains.ts';
import { createQueues } from './queues.ts';
import { claimDataFolder, releaseDataFolder } from './run-file.ts';
import { seedRoles } from './seed/seed-roles.ts';
import { isSeeded, seedCoachLink } from './seed/seed-rows.ts';
import { seedSamples } from './seed/seed-samples.ts';
import { startParts } from './start-parts.ts';
import { serveStreams } from './streams/serve-streams.ts';

const folder = dataFolder();
const isObserved = process.env['GYMCOACH_OBSERVE'] !== 'off';
const stoppers: (() => Promise<void>)[] = [];
/** Before everything else is stopped: a batch that is being worked on still needs it. */
let closeStreams = (): Promise<void> => Promise.resolve();
let stopping: Promise<void> | undefined;

/** Stops everything, in the reverse of the order in which it was started, and ends this process. */
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    await closeStreams();
    await Promise.allSettled(stoppers.reverse().map((stopOne) => stopOne()));
    releaseDataFolder(folder);
    process.exit(exitCode);
  })();
  return stopping;
}

/** One line says what happened, whatever else comes after it. */
function fail(error: unknown): Promise<void> {
  if (stopping === undefined) console.error(`npm start: ${describeBuildError(error)}`);
  return stop(1);
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  stoppers.push(async () => {
    server.close();
    server.closeAllConnections();
  });
}

async function serve(endpoints: Endpoints, ofFunctions: Endpoints, parts: Promise<void>): Promise<void> {
  const report = (message: string): void => console.error(message);
  const observing = isObserved ? observePlatform(join(folder, 'logs')) : undefined;
  if (observing !== undefined) stoppers.push(async () => observing.close());
  const stacks = serveStacks(report, observing?.functions);
  stoppers.push(() => stacks.close());
  const streams = serveStreams({ endpoints, folder: join(folder, 'streams'), report });
  closeStreams = () => streams.close();
  const watching = await watchFunctions({
    // The others are the heaviest, and nobody calls them here.
    wants: isServed,
    ...(isObserved ? { output: '.build/observed', plugins: [observedChains()] } : {}),
    env: {
      ...process.env,
      GYMCOACH_DYNAMODB_URL: ofFunctions.dynamodb,
      GYMCOACH_COGNITO_URL: ofFunctions.cognito,
      GYMCOACH_S3_URL: ofFunctions.s3,
      GYMCOACH_SQS_URL: ofFunctions.sqs,
    },
    async onRebuild({ stacks: read, bundles, layerChanged }) {
      await stacks.replace(read, bundles, layerChanged);
      await parts;
      await createQueues(endpoints.sqs, read.flatMap(declaredQueues));
      streams.follow(stacks.streams());
    },
    onError: (message) => report(`not reloaded, the code before the change is still served:\n${message}`),
  });
  stoppers.push(() => watching.close());
  await listen(createGateway(stacks.current, observing?.gateway), portOf(endpoints.api));
}

async function main(): Promise<void> {
  const begun = performance.now();
  const endpoints = await chooseEndpoints(process.env);
  const ofFunctions = await endpointsOfFunctions(endpoints, process.env['GYMCOACH_AWS_CALLS']);
  claimDataFolder(folder, endpoints, ofFunctions);
  const onDeath = (message: string): void => void fail(new Error(message));
  const parts = startParts(endpoints, folder, { started: (part) => stoppers.push(() => part.stop()), onDeath });
  await Promise.all([parts, serve(endpoints, ofFunctions, parts)]);
  if (!(await isSeeded(endpoints.dynamodb))) await seed(endpoints);
  if (stopping === undefined) printReady(endpoints, performance.now() - begun);
}

/** With a folder given, the tests', what functions ask of AWS is noted there. */
async function endpointsOfFunctions(endpoints: Endpoints, calls: string | undefined): Promise<Endpoints> {
  if (calls === undefined || calls === '') return endpoints;
  const { recordCalls } = await import('./aws-calls/record-calls.ts');
  const recorded = await recordCalls(endpoints, calls);
  stoppers.push(async () => recorded.stop());
  return recorded.endpoints;
}

/** Sample data is not worth a start that fails: whoever breaks a handler needs the API to see it. */
async function seed(endpoints: Endpoints): Promise<void> {
  try {
    await seedSamples(endpoints);
    await seedRoles(endpoints.dynamodb);
    await seedCoachLink(endpoints.dynamodb);
  } catch (error) {
    console.error(`sample data is incomplete: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function printReady({ api }: Endpoints, milliseconds: number): void {
  const given = process.env['GYMCOACH_DATA_DIR'];
  const token = `${given ? `GYMCOACH_DATA_DIR='${given}' ` : ''}npm run --silent token -- member`;
  console.log(`ready ${api} after ${(milliseconds / 1000).toFixed(1)} s

A token (member, other, coach or admin; valid for an hour):
  ${token}

Try:
  curl -i ${api}/health/live
  curl -i ${api}/v1/users/me/profile -H "Authorization: Bearer $(${token})"

The reference is at ${api}/docs${isObserved ? `, what happens at ${api}/_local` : ''}. Ctrl-C stops everything; the data stays until npm run reset.`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// The process that started us is gone without a word.
if (process.connected) process.once('disconnect', () => void stop(1));
process.on('uncaughtException', (error) => void fail(error));

await main().catch(fail);
