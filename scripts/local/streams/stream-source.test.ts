import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStream } from './stream-source.ts';

const ARN = 'arn:aws:dynamodb:engine:000000000000:table/main/stream/1';
const image = (n: string): object => ({ PK: { S: 'U#1' }, SK: { S: 'INJ#1' }, n: { N: n } });
const record = (sequence: string, more: object): object => ({
  eventID: sequence,
  eventName: 'REMOVE',
  awsRegion: 'engine',
  dynamodb: { SequenceNumber: sequence, OldImage: image('1') },
  ...more,
});
const TTL = { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' };

/** What an engine answers, by operation; the last of several stays. */
const answers: Record<string, object[]> = {
  DescribeTable: [{ Table: { LatestStreamArn: ARN } }],
  DescribeStream: [
    { StreamDescription: { Shards: [{ ShardId: 's1' }], LastEvaluatedShardId: 's1' } },
    { StreamDescription: { Shards: [{ ShardId: 's2', ParentShardId: 's1' }] } },
  ],
  GetRecords: [
    {
      Records: [
        record('1', {}),
        record('2', { userIdentity: TTL }),
        record('3', { dynamodb: { SequenceNumber: '3', OldImage: image('1'), NewImage: image('1') } }),
      ],
      NextShardIterator: null,
    },
  ],
};
const asked: unknown[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push([operation, JSON.parse(body)]);
    const [answer, ...later] = answers[operation] ?? [];
    if (later.length > 0) answers[operation] = later;
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(() => server.close());

test('finds the shards of all pages', async () => {
  const source = await openStream(url, 'main');
  expect(source.arn).toBe(ARN);
  expect(await source.shards()).toEqual([
    { id: 's1', parentId: undefined },
    { id: 's2', parentId: 's1' },
  ]);
  expect(asked).toContainEqual(['DescribeStream', { StreamArn: ARN, ExclusiveStartShardId: 's1' }]);
});

test('says whose work a TTL removal is as Lambda does, drops what is no change, and knows the end of a shard', async () => {
  const source = await openStream(url, 'main');
  const page = await source.read('s1', 'iterator', 5_000);
  expect(page).toMatchObject({ last: '3', next: undefined });
  expect(
    page.records.map(({ userIdentity, awsRegion, eventSourceARN }) => [userIdentity, awsRegion, eventSourceARN]),
  ).toEqual([
    [undefined, 'eu-west-1', ARN],
    [{ principalId: 'dynamodb.amazonaws.com', type: 'Service' }, 'eu-west-1', ARN],
  ]);
  expect((await source.read('s1', 'iterator', 5_000)).records).toEqual(page.records);
  expect(asked).toContainEqual(['GetRecords', { ShardIterator: 'iterator', Limit: 1_000 }]);
});
