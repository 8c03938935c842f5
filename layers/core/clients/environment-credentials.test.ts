import { environmentCredentials } from './environment-credentials.ts';

const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' });
});
afterEach(() => {
  process.env = { ...before };
});

test('reads the three variables that Lambda sets, anew each time', () => {
  expect(environmentCredentials()).toEqual({ accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' });
  process.env['AWS_ACCESS_KEY_ID'] = 'next';
  expect(environmentCredentials()).toHaveProperty('accessKeyId', 'next');
});

test('does without a session token', () => {
  process.env['AWS_SESSION_TOKEN'] = '';
  expect(environmentCredentials()).toEqual({ accessKeyId: 'id', secretAccessKey: 'key' });
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('says what is missing without %s', (name) => {
  delete process.env[name];
  expect(environmentCredentials).toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
});
