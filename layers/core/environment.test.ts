import { readEnvironment } from './environment.ts';

const complete = {
  STAGE: 's',
  MAIN_TABLE: 'm',
  EPHEMERAL_TABLE: 'e',
  AUDIT_TABLE: 'a',
  RATE_LIMITS: 'read=600/60 write=120/60 sensitive=30/60',
  USER_POOL_ID: 'p',
  USER_POOL_CLIENT_ID: 'c',
};

test('reads what a function is told', () => {
  expect(readEnvironment(complete)).toEqual({
    stage: 's',
    mainTable: 'm',
    ephemeralTable: 'e',
    auditTable: 'a',
    rateLimits: {
      read: { quota: 600, window: 60 },
      write: { quota: 120, window: 60 },
      sensitive: { quota: 30, window: 60 },
    },
    jwks: undefined,
    userPoolId: 'p',
    userPoolClientId: 'c',
    jwksUri: undefined,
  });
  expect(readEnvironment({ ...complete, JWKS_URI: 'http://127.0.0.1' }).jwksUri).toBe('http://127.0.0.1');
  expect(readEnvironment({ ...complete, JWKS_URI: '' }).jwksUri).toBeUndefined();
});

test('names everything that is missing or empty', () => {
  expect(() => readEnvironment({ ...complete, STAGE: '', MAIN_TABLE: undefined })).toThrow(
    'missing or malformed in the environment: STAGE, MAIN_TABLE',
  );
});

test('does not start without limits, or with limits of another form', () => {
  for (const RATE_LIMITS of ['', '600', 'read=600/60 write=120/60', 'read=0/60 write=1/1 sensitive=1/1']) {
    expect(() => readEnvironment({ ...complete, RATE_LIMITS })).toThrow('malformed in the environment: RATE_LIMITS');
  }
});
