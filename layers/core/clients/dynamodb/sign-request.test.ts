import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { signRequest, type UnsignedRequest } from './sign-request.ts';

const time = Date.UTC(2026, 10, 17, 9, 30, 5);
const request = {
  host: 'dynamodb.eu-west-1.amazonaws.com',
  region: 'eu-west-1',
  target: 'DynamoDB_20120810.GetItem',
  body: '{"TableName":"t","Key":{"PK":{"S":"Ünïcode 🏋️"}}}',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  time,
};

/** The hash as the SDK's signer wants to be given it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (secret === undefined) this.#hash = createHash('sha256');
    else this.#hash = createHmac('sha256', typeof secret === 'string' ? secret : Buffer.from(viewOf(secret)));
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const viewOf = (bytes: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);

/** The AWS SDK's own signer on the same request. */
async function reference(of: UnsignedRequest): Promise<string | undefined> {
  const signer = new SignatureV4({
    service: 'dynamodb',
    region: of.region,
    credentials: of.credentials,
    sha256: Sha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: of.host,
      path: '/',
      query: {},
      headers: { 'content-type': 'application/x-amz-json-1.0', host: of.host, 'x-amz-target': of.target },
      body: of.body,
    },
    { signingDate: new Date(of.time) },
  );
  return signed.headers['authorization'];
}

test('signs as the AWS SDK does', async () => {
  const headers = signRequest(request);
  expect(headers['x-amz-date']).toBe('20261117T093005Z');
  expect(headers['authorization']).toBe(await reference(request));
});

test('signs a session token along', async () => {
  const withToken = { ...request, credentials: { ...request.credentials, sessionToken: 'a/b+c==' } };
  const headers = signRequest(withToken);
  expect(headers['x-amz-security-token']).toBe('a/b+c==');
  expect(headers['authorization']).toBe(await reference(withToken));
});

const day = 86_400_000;
/** Any instant, and often the last or first second of a day, on which the signing key changes. */
const instant = fc.oneof(
  fc.integer({ min: 0, max: 4e12 }),
  fc
    .tuple(fc.integer({ min: 20_000, max: 20_002 }), fc.constantFrom(-1, 0, 1_000))
    .map(([days, ms]) => days * day + ms),
);
/** Few, so that they come again: the key that is kept must be that of the credential, the day and the region. */
const credentials = fc.record(
  {
    accessKeyId: fc.constantFrom('AKIDONE', 'AKIDTWO'),
    secretAccessKey: fc.oneof(
      fc.constantFrom('secret', 'another secret'),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 90 }), // longer ones than a block of the hash are hashed
    ),
    sessionToken: fc.base64String({ minLength: 4, maxLength: 800 }),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);
const anyRequest = fc.record({
  host: fc.constantFrom('dynamodb.eu-west-1.amazonaws.com', '127.0.0.1:3001', '[::1]:8000'),
  region: fc.constantFrom('eu-west-1', 'us-east-1', 'cn-north-1'),
  target: fc.constantFrom('DynamoDB_20120810.GetItem', 'DynamoDB_20120810.TransactWriteItems'),
  body: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 2_000 })),
  credentials,
  time: instant,
});

test('agrees with the AWS SDK on any requests one after another, whatever key the last one has left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRequest, { minLength: 1, maxLength: 8 }), async (requests) => {
      for (const one of requests) {
        const headers = signRequest(one);
        expect(headers['authorization']).toBe(await reference(one));
        expect(headers['x-amz-security-token']).toBe(one.credentials.sessionToken);
      }
    }),
    { numRuns: 100 },
  );
});

test('gives the signature that RFC 2104 and the published key derivation give', () => {
  const derive = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const { authorization = '' } = signRequest({ ...request, body: '{}' });
  const names = 'content-type;host;x-amz-date;x-amz-target';
  const canonical =
    'POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:dynamodb.eu-west-1.amazonaws.com\n' +
    `x-amz-date:20261117T093005Z\nx-amz-target:DynamoDB_20120810.GetItem\n\n${names}\n` +
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'; // SHA-256 of {}
  const digest = createHash('sha256').update(canonical).digest('hex');
  const toSign = `AWS4-HMAC-SHA256\n20261117T093005Z\n20261117/eu-west-1/dynamodb/aws4_request\n${digest}`;
  const key = ['20261117', 'eu-west-1', 'dynamodb', 'aws4_request'].reduce<Buffer | string>(
    derive,
    `AWS4${request.credentials.secretAccessKey}`,
  );
  expect(authorization).toContain(`SignedHeaders=${names}`);
  expect(authorization).toContain(`Signature=${derive(key, toSign).toString('hex')}`);
});
