import { createTestApi, KEY, MINE, type World } from './test-api.ts';

const CREATE = { headers: KEY, body: '{"name":"a"}' };
const answering = (status: number): World => ({ answer: () => ({ status, body: {} }) });

interface Line {
  readonly goalsCreated?: number;
  readonly _aws: { readonly CloudWatchMetrics: readonly { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
}
const read = (lines: readonly string[]): Line => JSON.parse(lines.at(-1) ?? '');
const names = ({ _aws }: Line): readonly string[] =>
  _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));

test('an answer that counts is a metric of the service, by nothing else', async () => {
  const line = read((await createTestApi(answering(201)).send('POST', MINE, CREATE)).lines);
  expect(line.goalsCreated).toBe(1);
  expect(line._aws.CloudWatchMetrics.at(-1)).toEqual({
    Namespace: 'GymCoach',
    Dimensions: [['stage', 'service']],
    Metrics: [{ Name: 'goalsCreated', Unit: 'Count' }],
  });
});

test('the metrics that every request writes are written, too', async () => {
  const counted = read((await createTestApi(answering(201)).send('POST', MINE, CREATE)).lines);
  const other = read((await createTestApi().send('GET', MINE)).lines);
  expect(names(counted)).toEqual([...names(other), 'goalsCreated']);
});

test('a repeat that is given the stored answer does not count', async () => {
  const { send } = createTestApi(answering(201));
  await send('POST', MINE, CREATE);
  const { status, headers, lines } = await send('POST', MINE, CREATE);
  expect([status, headers['idempotency-replayed']]).toEqual([201, 'true']);
  expect(read(lines).goalsCreated).toBeUndefined();
  expect(names(read(lines))).not.toContain('goalsCreated');
});

test('another status of the same route does not count, nor does a refusal', async () => {
  const { lines } = await createTestApi(answering(200)).send('POST', MINE, CREATE);
  expect(read(lines).goalsCreated).toBeUndefined();
  const refused = await createTestApi(answering(201)).send('POST', MINE, { headers: KEY, body: '{}' });
  expect([refused.status, read(refused.lines).goalsCreated]).toEqual([400, undefined]);
});

test('another route does not count', async () => {
  const line = read((await createTestApi(answering(201)).send('POST', `${MINE.replace('goals', 'exports')}`)).lines);
  expect(line.goalsCreated).toBeUndefined();
});
