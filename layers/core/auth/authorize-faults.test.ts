import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamoClient } from '../clients/dynamodb.ts';
import { createTable, marshal, type Table, type Value } from '../table.ts';
import { type AuthorizerDeps, createAuthorizer } from './authorize.ts';
import { createDynamodbGrants } from './dynamodb-grants.ts';

const NOW = 1_800_000_000_000;
const ME = '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11';
const OTHER = '11111111-0b7a-4c2e-9d55-0a4f1c7e2b11';

/** What the reads find when nothing is wrong, by the sort key or the prefix that they ask for. */
const ROWS: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  'GRANT#ACCT': { PK: 'x', SK: 'GRANT#ACCT', v: 1, status: 'suspended' },
  'GRANT#ROLE#r': { PK: 'x', SK: 'GRANT#ROLE#r', v: 1, type: 'role-assignment', role: 'r' },
  META: { v: 1, type: 'role', data: { allow: [], deny: ['*:*'] } },
  [`REL#COACH#${ME}`]: { v: 1, status: 'ended', notBefore: 0, until: NOW + 1, areas: ['plan'], canWrite: true },
};
const FAULTS: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  throttled: (response) =>
    void response.writeHead(400).end('{"__type":"x#ProvisionedThroughputExceededException","message":"slow down"}'),
  'timed out': () => undefined,
  'answered with 500': (response) => void response.writeHead(500).end('{"__type":"x#InternalServerError"}'),
  'cut off': (_, request) => void request.socket.resetAndDestroy(),
  'not understood': (response) => void response.writeHead(200).end('<html>'),
  'refused for a missing permission': (response) =>
    void response.writeHead(400).end('{"__type":"x#AccessDeniedException","message":"no"}'),
};

let server: Server;
let endpoint: string;
/** The sort key whose read fails, and how. */
let fault: { readonly at: string; readonly how: string } | undefined;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as {
      Key?: { SK: { S: string } };
      ExpressionAttributeValues?: { ':prefix': { S: string } };
    }; // a GetItem or a Query
    const at = body.Key?.SK.S ?? body.ExpressionAttributeValues?.[':prefix'].S ?? '';
    if (fault?.at === at) return FAULTS[fault.how]?.(response, request);
    const found = Object.entries(rows).flatMap(([sort, row]) =>
      present.has(sort) && (body.Key ? sort === at : sort.startsWith(at)) ? [marshal(row)] : [],
    );
    response.writeHead(200).end(JSON.stringify(body.Key ? { Item: found[0] } : { Items: found }));
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => void server.close(closed));
});
beforeEach(() => {
  fault = undefined;
  present = new Set();
  rows = ROWS;
});
let present = new Set<string>();
let rows = ROWS;

const table = (address = endpoint): Table =>
  createTable(
    createDynamoClient({
      region: 'eu-west-1',
      endpoint: address,
      credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
      attempts: 2,
      attemptTimeoutMs: 40,
      sleep: async () => undefined,
    }),
    't',
  );
const authorizerOn = (main: Pick<Table, 'get' | 'query' | 'write'>, changes: Partial<AuthorizerDeps> = {}) =>
  createAuthorizer({ ...createDynamodbGrants(main), now: () => NOW, newId: () => 'id', ...changes });
const token = (groups: readonly string[]) => ({
  userId: ME,
  groups,
  issuedAt: NOW / 1_000,
  expiresAt: NOW / 1_000 + 60,
});

/** Every kind of caller with a read that says no to them. Without that read, all but the coach would be let in. */
const CALLERS = [
  ['a user', [], ME, 'GRANT#', ['GRANT#ACCT']],
  ['an admin', ['admin'], OTHER, 'GRANT#', ['GRANT#ACCT']],
  ['a coach', ['coach'], OTHER, `REL#COACH#${ME}`, []],
  ['a coach by the account', ['coach'], ME, 'GRANT#', ['GRANT#ACCT']],
  ['a user whose role denies', [], ME, 'GRANT#', ['GRANT#ROLE#r', 'META']],
  ['a user whose role’s document denies', [], ME, 'META', ['GRANT#ROLE#r']],
] as const;

describe.each(CALLERS)('%s', (_caller, groups, ownerId, at, beside) => {
  const ask = (authorizer: ReturnType<typeof authorizerOn>) =>
    authorizer.authorize({ token: token(groups), permission: 'plan:read', ownerId });

  beforeEach(() => {
    present = new Set([at, ...beside]);
  });

  test('is refused by what is stored', async () => {
    await expect(ask(authorizerOn(table()))).rejects.toMatchObject({
      kind: expect.stringMatching(/forbidden|not-found/),
    });
  });

  test.each(Object.keys(FAULTS))('gets 503, not kept, when the read is %s', async (how) => {
    const authorizer = authorizerOn(table());
    fault = { at, how };
    const unavailable = { kind: 'unavailable', code: 'auth.grants-unavailable', retryAfter: 1 };
    await expect(ask(authorizer)).rejects.toMatchObject(unavailable);
    if (at !== `REL#COACH#${ME}`)
      await expect(authorizer.authenticateOnly(token(groups))).rejects.toMatchObject(unavailable);
    fault = undefined;
    await expect(ask(authorizer)).rejects.toMatchObject({ kind: expect.stringMatching(/forbidden|not-found/) });
  });

  test('gets 503 when the table cannot be reached', async () => {
    await expect(ask(authorizerOn(table('http://127.0.0.1:1')))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

/** The protection switched off: what cannot be read counts as absent. */
const careless = (main: Table): Pick<Table, 'get' | 'query' | 'write'> => ({
  get: (key) => main.get(key).catch(() => undefined),
  query: (range, options) => main.query(range, options).catch(() => ({ items: [] })),
  write: (writes) => main.write(writes),
});

test.each(CALLERS.filter(([caller]) => caller !== 'a coach'))(
  'these faults would let %s in if a failed read counted as absent',
  async (_caller, groups, ownerId, at, beside) => {
    present = new Set([at, ...beside]);
    const request = { token: token(groups), permission: 'plan:read', ownerId } as const;
    for (const how of Object.keys(FAULTS)) {
      fault = { at, how };
      await expect(authorizerOn(careless(table())).authorize(request)).resolves.toMatchObject({
        decision: { allow: true },
      });
    }
  },
);

test('a failed read of a link would look like a missing one if it counted as absent: 404 instead of 503', async () => {
  fault = { at: `REL#COACH#${ME}`, how: 'throttled' };
  const request = { token: token(['coach']), permission: 'plan:read', ownerId: OTHER } as const;
  await expect(authorizerOn(careless(table())).authorize(request)).rejects.toMatchObject({ kind: 'not-found' });
  await expect(authorizerOn(table()).authorize(request)).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a failed read of a link would let in whom a role keeps out of their own clients’ data', async () => {
  const link = `REL#COACH#${ME}`;
  present = new Set(['GRANT#ROLE#r', 'META', link]);
  const data = { allow: ['plan:read:any'], deny: ['plan:read:assigned'] };
  rows = { ...ROWS, META: { v: 1, type: 'role', data }, [link]: { ...ROWS[link], status: 'active' } };
  const request = { token: token([]), permission: 'plan:read', ownerId: OTHER } as const;
  await expect(authorizerOn(table()).authorize(request)).rejects.toMatchObject({ kind: 'not-found' });
  for (const how of Object.keys(FAULTS)) {
    fault = { at: link, how };
    await expect(authorizerOn(careless(table())).authorize(request)).resolves.toMatchObject({
      decision: { allow: true },
    });
    await expect(authorizerOn(table()).authorize(request)).rejects.toMatchObject({ kind: 'unavailable' });
  }
});
