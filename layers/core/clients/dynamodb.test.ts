import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const MODULE = resolve(import.meta.dirname, 'dynamodb.ts');

/** Makes the warm client in a fresh process, and prints what the expression then gives. */
async function run(expression: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const script = `import { dynamoClient } from ${JSON.stringify(MODULE)};
    try { console.log(await (${expression})); } catch ({ message }) { console.log(message); }`;
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const env = { ...keys, AWS_REGION: 'eu-west-1', ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
  return stdout.trim();
}

const loaded = `(dynamoClient(), process.moduleLoadList.filter((name) => /NativeModule (https|tls|zlib)$/.test(name)).join())`;
const local = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' };

test('is made once, from the environment', async () => {
  expect(await run('dynamoClient() === dynamoClient()', local)).toBe('true');
});

test('loads TLS only where the endpoint wants it', async () => {
  expect(await run(loaded, local)).toBe('');
  expect(await run(loaded, {})).toBe('NativeModule tls');
});

test('is the AWS SDK where the stage says so, loaded by the first call', async () => {
  const sdk = { ...local, DYNAMODB_CLIENT: 'sdk' };
  const call = `dynamoClient().send('GetItem', { TableName: 't', Key: {} })`;
  expect(await run(call, sdk)).toContain('not available at the moment');
  expect(await run(call, { ...sdk, AWS_ACCESS_KEY_ID: '' })).toContain('No AWS credentials');
  expect(await run('dynamoClient()', { ...sdk, AWS_ENDPOINT_URL_DYNAMODB: 'http://10.0.0.1' })).toContain('loopback');
});

test('refuses a client that it does not know, and an empty choice is our own', async () => {
  expect(await run('dynamoClient()', { DYNAMODB_CLIENT: 'SDK' })).toBe('DYNAMODB_CLIENT must be own or sdk');
  expect(await run('dynamoClient() === dynamoClient()', { DYNAMODB_CLIENT: '' })).toBe('true');
});

test('refuses an endpoint that would carry items in clear, and a missing region', async () => {
  expect(await run('dynamoClient()', { AWS_ENDPOINT_URL_DYNAMODB: 'http://10.0.0.1' })).toContain('not on loopback');
  expect(await run('dynamoClient()', { AWS_REGION: '' })).toContain('AWS_REGION');
});

test('says when there are no credentials, without a try to reach anybody', async () => {
  const call = `dynamoClient().send('GetItem', { TableName: 't', Key: {} })`;
  expect(await run(call, { ...local, AWS_ACCESS_KEY_ID: '' })).toContain('No AWS credentials');
});
