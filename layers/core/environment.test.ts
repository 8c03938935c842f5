import { readEnvironment } from './environment.ts';

const complete = {
  STAGE: 's',
  MAIN_TABLE: 'm',
  EPHEMERAL_TABLE: 'e',
  AUDIT_TABLE: 'a',
  USER_POOL_ID: 'p',
  USER_POOL_CLIENT_ID: 'c',
};

test('reads what a function is told', () => {
  expect(readEnvironment(complete)).toEqual({
    stage: 's',
    mainTable: 'm',
    ephemeralTable: 'e',
    auditTable: 'a',
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
    'missing in the environment: STAGE, MAIN_TABLE',
  );
});
