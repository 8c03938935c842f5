import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

interface Subsegment {
  readonly id: string;
  readonly name: string;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly fault?: boolean;
  readonly cause?: { readonly exceptions: readonly { readonly message: string }[] };
}

const MODULE = resolve(import.meta.dirname, 'xray.ts');
const first = { root: '1-67891233-abcdef012345678912345678', parent: '53995c3f42cd8ad8' };
const second = { root: '1-67891234-000000012345678912345678', parent: '1111111111111111' };
const header = ({ root, parent }: typeof first): string => `Root=${root};Parent=${parent};Sampled=1`;

/** Runs a script as Lambda would, in a process of its own, and gives what its X-Ray daemon received. */
async function received(script: string, environment: Readonly<Record<string, string>> = {}): Promise<Subsegment[]> {
  const daemon = createSocket('udp4');
  const documents: Subsegment[] = [];
  daemon.on('message', (message) => documents.push(JSON.parse(message.toString().split('\n')[1] ?? '')));
  await new Promise<void>((ready) => {
    daemon.bind(0, '127.0.0.1', ready);
  });
  try {
    const source = `import { segments } from ${JSON.stringify(MODULE)};\n${script}`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source], {
      timeout: 20_000,
      env: {
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
        LAMBDA_TASK_ROOT: '/var/task',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        _X_AMZN_TRACE_ID: header(first),
        ...environment,
      },
    });
    return documents;
  } finally {
    daemon.close();
  }
}

test('sends a subsegment under the trace of the request, and gives the result', async () => {
  const documents = await received(`
    const result = await segments().within('DynamoDB GetItem', async () => 42);
    if (result !== 42) process.exit(1);
  `);
  expect(documents).toHaveLength(1);
  expect(documents[0]).toMatchObject({ name: 'DynamoDB GetItem', trace_id: first.root, parent_id: first.parent });
  expect(documents[0]).not.toHaveProperty('fault');
});

test('records an error and lets it pass', async () => {
  const [document] = await received(`
    const failure = new TypeError('it broke');
    const caught = await segments().within('failing', async () => { throw failure; }).catch((error) => error);
    if (caught !== failure) process.exit(1);
  `);
  expect(document).toMatchObject({ name: 'failing', fault: true, cause: { exceptions: [{ message: 'it broke' }] } });
});

test('puts an inner subsegment under the outer one', async () => {
  const documents = await received(`
    await segments().within('outer', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await Promise.all(['a', 'b'].map((name) => segments().within(name, async () => {})));
    });
  `);
  const outer = documents.find(({ name }) => name === 'outer');
  const inner = documents.filter(({ name }) => name !== 'outer');
  expect(inner.map(({ name }) => name).sort()).toEqual(['a', 'b']);
  expect(inner.map(({ parent_id }) => parent_id)).toEqual([outer?.id, outer?.id]);
  expect(outer?.parent_id).toBe(first.parent);
});

test('follows the trace of each next request, in whatever context it comes', async () => {
  const documents = await received(`
    let next;
    const invocation = new Promise((resolve) => { next = resolve; });
    const later = invocation.then(() => segments().within('second', async () => {}));
    await new Promise((resolve) => setTimeout(() => resolve(segments().within('first', async () => {})), 1));
    process.env._X_AMZN_TRACE_ID = ${JSON.stringify(header(second))};
    next();
    await later;
  `);
  expect(documents.map(({ name, trace_id, parent_id }) => [name, trace_id, parent_id])).toEqual([
    ['first', first.root, first.parent],
    ['second', second.root, second.parent],
  ]);
});

test('records nothing outside Lambda', async () => {
  const script = `if (await segments().within('local', async () => 42) !== 42) process.exit(1);`;
  expect(await received(script, { AWS_EXECUTION_ENV: '', LAMBDA_TASK_ROOT: '' })).toEqual([]);
});
