import type { SeenRequest } from './aws-call.ts';
import { callsOfRequest } from './calls-of-request.ts';

const signed = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=gymcoachxapi/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const request = (service: string, more: Partial<SeenRequest>): SeenRequest => {
  const headers = { authorization: signed(service), ...more.headers };
  return { method: 'POST', url: '/', body: Buffer.alloc(0), status: 200, ...more, headers };
};

const json = (service: string, operation: string, input: object) =>
  callsOfRequest(
    request(service, { headers: { 'x-amz-target': `X_1.${operation}` }, body: Buffer.from(JSON.stringify(input)) }),
  );

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/t';
const by = { accessKeyId: 'gymcoachxapi' };
const key = (PK: string) => ({ PK: { S: PK }, SK: { S: '-' } });

test('an operation on one item asks for itself, on its table, with the key of the item', () => {
  for (const [operation, field] of [
    ['GetItem', 'Key'],
    ['PutItem', 'Item'],
    ['UpdateItem', 'Key'],
    ['DeleteItem', 'Key'],
  ] as const) {
    const calls = json('dynamodb', operation, { TableName: 't', [field]: key('U#1') });
    expect(calls).toEqual([{ ...by, action: `dynamodb:${operation}`, resource: TABLE, leadingKeys: ['U#1'] }]);
  }
});

test('a query asks with the partition that it compares first, of its index where it reads one', () => {
  const input = {
    TableName: 't',
    KeyConditionExpression: 'G1P = :pk AND G1S > :after',
    ExpressionAttributeValues: { ':pk': { S: 'A#1' }, ':after': { S: 'x' } },
  };
  const call = { ...by, action: 'dynamodb:Query', leadingKeys: ['A#1'] };
  expect(json('dynamodb', 'Query', input)).toEqual([{ ...call, resource: TABLE }]);
  const ofIndex = json('dynamodb', 'Query', { ...input, IndexName: 'GSI1' });
  expect(ofIndex).toEqual([{ ...call, resource: `${TABLE}/index/GSI1` }]);
});

test('a transaction asks for each of its parts, a check included', () => {
  const calls = json('dynamodb', 'TransactWriteItems', {
    TransactItems: [
      { Put: { TableName: 't', Item: key('S#1') } },
      { Update: { TableName: 't', Key: key('U#1') } },
      { Delete: { TableName: 'u', Key: key('U#2') } },
      { ConditionCheck: { TableName: 't', Key: key('U#3') } },
    ],
  });
  expect(calls.map(({ action, resource, leadingKeys }) => [action, resource.at(-1), leadingKeys])).toEqual([
    ['dynamodb:PutItem', 't', ['S#1']],
    ['dynamodb:UpdateItem', 't', ['U#1']],
    ['dynamodb:DeleteItem', 'u', ['U#2']],
    ['dynamodb:ConditionCheckItem', 't', ['U#3']],
  ]);
});

test('reads of many items ask by table, with all of their keys', () => {
  const RequestItems = { t: { Keys: [key('U#1'), key('U#2')] } };
  expect(json('dynamodb', 'BatchGetItem', { RequestItems })).toEqual([
    { ...by, action: 'dynamodb:BatchGetItem', resource: TABLE, leadingKeys: ['U#1', 'U#2'] },
  ]);
});

test('a scan has no keys, so that no role with a condition on keys allows it', () => {
  expect(json('dynamodb', 'Scan', { TableName: 't' })).toEqual([{ ...by, action: 'dynamodb:Scan', resource: TABLE }]);
});

test.each([
  ['GET', 's3:GetObject'],
  ['HEAD', 's3:GetObject'],
  ['PUT', 's3:PutObject'],
  ['DELETE', 's3:DeleteObject'],
])('%s of an object asks for %s', (method, action) => {
  const calls = callsOfRequest(request('s3', { method, url: '/b/u/a%20b.png?x-id=1' }));
  expect(calls).toEqual([{ ...by, action, resource: 'arn:aws:s3:::b/u/a b.png' }]);
});

test('to be told that an object is absent takes the permission to list the bucket', () => {
  const calls = callsOfRequest(request('s3', { method: 'GET', url: '/b/u/a', status: 404 }));
  expect(calls.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    's3:GetObject arn:aws:s3:::b/u/a',
    's3:ListBucket arn:aws:s3:::b',
  ]);
});

test('a presigned request is its signer’s, who is named in the query or in the form', () => {
  const credential = 'gymcoachxapi/20260101/eu-west-1/s3/aws4_request';
  const shown = callsOfRequest({
    method: 'GET',
    url: `/b/u/a?X-Amz-Credential=${encodeURIComponent(credential)}`,
    headers: {},
    body: Buffer.alloc(0),
    status: 200,
  });
  expect(shown).toEqual([{ ...by, action: 's3:GetObject', resource: 'arn:aws:s3:::b/u/a' }]);
  const form = ['key', 'incoming/a', 'X-Amz-Credential', credential];
  const uploaded = callsOfRequest({
    method: 'POST',
    url: '/b',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: Buffer.from(
      `--x\r\nContent-Disposition: form-data; name="${form[0]}"\r\n\r\n${form[1]}\r\n--x\r\nContent-Disposition: form-data; name="${form[2]}"\r\n\r\n${form[3]}\r\n--x--`,
    ),
    status: 204,
  });
  expect(uploaded).toEqual([{ ...by, action: 's3:PutObject', resource: 'arn:aws:s3:::b/incoming/a' }]);
});

test.each([
  ['sqs', 'SendMessage', { QueueUrl: 'http://127.0.0.1/0/q' }, 'arn:aws:sqs:eu-west-1:000000000000:q'],
  [
    'cognito-idp',
    'AdminGetUser',
    { UserPoolId: 'eu-west-1_1' },
    'arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_1',
  ],
  ['ssm', 'GetParameter', { Name: '/a/b' }, 'arn:aws:ssm:eu-west-1:000000000000:parameter/a/b'],
])('%s:%s names what it touches', (service, operation, input, resource) => {
  expect(json(service, operation, input)).toEqual([{ ...by, action: `${service}:${operation}`, resource }]);
});

test('a function that is invoked is named in the path', () => {
  const calls = callsOfRequest(request('lambda', { url: '/2015-03-31/functions/gymcoach-x-dev-api/invocations' }));
  expect(calls).toEqual([
    {
      ...by,
      action: 'lambda:InvokeFunction',
      resource: 'arn:aws:lambda:eu-west-1:000000000000:function:gymcoach-x-dev-api',
    },
  ]);
});

test('what is not known comes out under a name that no role grants', () => {
  expect(json('kinesis', 'PutRecord', {})).toMatchObject([{ resource: expect.stringMatching(/:unknown$/) }]);
  const calls = callsOfRequest(request('s3', { method: 'PATCH', url: '/b/u/a' }));
  expect(calls).toMatchObject([{ action: 's3:unknown' }]);
});

test('what nobody has signed asks for nobody’s permission', () => {
  const unsigned = { method: 'GET', url: '/keys', headers: {}, body: Buffer.alloc(0), status: 200 };
  expect(callsOfRequest(unsigned)).toEqual([]);
});
