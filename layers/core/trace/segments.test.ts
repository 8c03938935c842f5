import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type SegmentDocument, startTraceDaemon } from '../../../tests/support/trace-daemon.ts';

const layer = resolve(import.meta.dirname, '..');
const first = { root: '1-67891233-abcdef012345678912345678', parent: '53995c3f42cd8ad8' };
const second = { root: '1-67891234-000000012345678912345678', parent: '1111111111111111' };
const header = ({ root, parent }: typeof first): string => `Root=${root};Parent=${parent};Sampled=1`;

interface Received {
  readonly datagrams: readonly string[];
  readonly documents: readonly SegmentDocument[];
}

/** Runs a script as Lambda would, in a process of its own, and gives what its X-Ray daemon received. */
async function received(
  producer: string,
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Received> {
  const daemon = await startTraceDaemon();
  try {
    const source = `import { segments } from ${JSON.stringify(resolve(layer, producer))};
      import { AppError } from ${JSON.stringify(resolve(layer, 'errors.ts'))};
      const named = (name, message) => Object.assign(new Error(message), { name });
      const fails = (name, error, ...rest) => segments().within(name, async () => { throw error; }, ...rest).catch((caught) => {
        if (caught !== error) process.exit(1);
      });
      ${script}`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source], {
      timeout: 20_000,
      env: {
        AWS_XRAY_DAEMON_ADDRESS: daemon.address,
        AWS_REGION: 'eu-west-1',
        LAMBDA_TASK_ROOT: '/var/task',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        _X_AMZN_TRACE_ID: header(first),
        ...environment,
      },
    });
    return { datagrams: [...daemon.datagrams], documents: daemon.documents() };
  } finally {
    await daemon.stop();
  }
}

/** What both must say alike: the tree by names, and everything but ids and times. */
const treeOf = ({ documents }: Received) =>
  documents
    .map(({ name, type, trace_id, parent_id, namespace, aws, error, fault, cause }) => ({
      name,
      type,
      trace_id,
      under: documents.find(({ id }) => id === parent_id)?.name ?? parent_id,
      ...{ namespace, aws, error, fault },
      messages: cause?.exceptions.map(({ message }) => message),
    }))
    .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

const NESTED = `
  await segments().within('outer', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all(['DynamoDB GetItem', 'b'].map((name) => segments().within(name, async () => {}, 'main')));
    await fails('S3 PutObject', new AppError('unavailable', 'dependency.unavailable', 'Not now.'));
  });
  await fails('DynamoDB PutItem', named('ConditionFailed', 'has ada@example.com'), 'main');
  await fails('DynamoDB Query', named('ValidationException', 'has ada@example.com'), 'main');`;

describe.each(['first-trace.ts', 'xray.ts'])('subsegments by %s', (producer) => {
  test('lie under the trace of the request, and the result is given', async () => {
    const script = `if (await segments().within('work', async () => 42) !== 42) process.exit(1);`;
    const { datagrams, documents } = await received(producer, script);
    expect(documents).toHaveLength(1);
    const [document] = documents;
    expect(document).toMatchObject({ name: 'work', type: 'subsegment', trace_id: first.root, parent_id: first.parent });
    expect(document?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(document?.end_time).toBeGreaterThanOrEqual(document?.start_time ?? Number.POSITIVE_INFINITY);
    expect(Math.abs((document?.end_time ?? 0) * 1_000 - Date.now())).toBeLessThan(20_000);
    expect(document).not.toHaveProperty('fault');
    expect(datagrams[0]?.split('\n').map((part) => typeof JSON.parse(part))).toEqual(['object', 'object']);
    expect(JSON.parse(datagrams[0]?.split('\n')[0] ?? '')).toEqual({ format: 'json', version: 1 });
  });

  test('tell failures apart, by name only', async () => {
    const failures = await received(producer, NESTED);
    const flags = failures.documents.flatMap(({ name, error, fault, cause }) =>
      cause === undefined ? [] : [{ name, error, fault, message: cause.exceptions[0]?.message }],
    );
    expect(flags).toEqual([
      { name: 'S3', fault: true, message: 'dependency.unavailable' },
      { name: 'DynamoDB', error: true, message: 'ConditionFailed' },
      { name: 'DynamoDB', fault: true, message: 'ValidationException' },
    ]);
    expect(failures.datagrams.join()).not.toMatch(/ada@|Not now|\.ts:/);
  });

  test('follow the trace of each next request, in whatever context it comes', async () => {
    const { documents } = await received(
      producer,
      `
      let next;
      const invocation = new Promise((resolve) => { next = resolve; });
      const later = invocation.then(() => segments().within('second', async () => {}));
      await new Promise((resolve) => setTimeout(() => resolve(segments().within('first', async () => {})), 1));
      process.env._X_AMZN_TRACE_ID = ${JSON.stringify(header(second))};
      next();
      await later;`,
    );
    expect(documents.map(({ name, trace_id, parent_id }) => [name, trace_id, parent_id])).toEqual([
      ['first', first.root, first.parent],
      ['second', second.root, second.parent],
    ]);
  });
});

test('both producers say the same of the same work', async () => {
  const [ours, theirs] = await Promise.all(['first-trace.ts', 'xray.ts'].map((producer) => received(producer, NESTED)));
  if (ours === undefined || theirs === undefined) throw new Error('two were asked');
  expect(treeOf(ours)).toHaveLength(6);
  expect(treeOf(ours)).toEqual(treeOf(theirs));
  expect(treeOf(ours)).toContainEqual(
    expect.objectContaining({
      name: 'DynamoDB',
      under: 'outer',
      namespace: 'aws',
      aws: { operation: 'GetItem', region: 'eu-west-1', table_name: 'main' },
    }),
  );
});

test.each([
  ['absent', ''],
  ['none', 'nowhere'],
  ['a name', 'localhost:2000'],
])('a first request is served untraced when the daemon’s address is %s', async (_name, address) => {
  const script = `if (await segments().within('work', async () => 42) !== 42) process.exit(1);
    await fails('work', new Error('x'));`;
  expect((await received('first-trace.ts', script, { AWS_XRAY_DAEMON_ADDRESS: address })).documents).toEqual([]);
});

test('Powertools records nothing outside Lambda', async () => {
  const script = `if (await segments().within('local', async () => 42) !== 42) process.exit(1);`;
  expect((await received('xray.ts', script, { AWS_EXECUTION_ENV: '', LAMBDA_TASK_ROOT: '' })).documents).toEqual([]);
});

test('a first request’s subsegments have left the process when their work is done', async () => {
  const script = `
    await segments().within('work', async () => {});
    await segments().within('more', async () => {});
    process.reallyExit(0);`;
  expect((await received('first-trace.ts', script)).documents.map(({ name }) => name)).toEqual(['work', 'more']);
});
