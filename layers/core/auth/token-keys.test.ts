import type { RequestListener } from 'node:http';
import { withRequestScope } from '../request-scope.ts';
import {
  CLIENT,
  claims,
  createTestKey,
  header,
  jwksText,
  MEMBER,
  POOL,
  signToken,
  startServer,
  type TestServer,
} from './test-pool.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

const first = createTestKey('key-1');
const second = createTestKey('key-2');
const start = Math.floor(Date.now() / 1_000);
const HOUR = 3_600_000;

let server: TestServer;
let fetches: number;
let clock: number;
let answer: RequestListener;
let verifier: TokenVerifier;

const serve =
  (text: string, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
/** Lives for 23 h, so that the clock of a test may run ahead. */
const token = (key = first, kid = key.kid): string =>
  `Bearer ${signToken(key, claims({ exp: start + 23 * 3_600, jti: String(Math.random()) }, start), header(key, { kid }))}`;
const unavailable = { kind: 'unavailable', code: 'auth.keys-unavailable', retryAfter: 1 };
const refused = { kind: 'unauthenticated', code: 'auth.token-invalid' };

beforeAll(async () => {
  server = await startServer((request, response) => {
    fetches += 1;
    answer(request, response);
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  fetches = 0;
  clock = start * 1_000;
  answer = serve(jwksText(first));
  verifier = createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwksUri: server.url, now: () => clock });
});

describe('the keys of the verifier', () => {
  test('are fetched once for 50 callers of a cold container', async () => {
    const callers = await Promise.all(Array.from({ length: 50 }, () => verifier.verify(token())));
    expect(callers.every(({ userId }) => userId === MEMBER)).toBe(true);
    expect(fetches).toBe(1);
  });

  test('are fetched at most once in 10 s for unknown key ids', async () => {
    await verifier.verify(token());
    clock += 10_000;
    const flood = Array.from({ length: 50 }, (_, index) => verifier.verify(token(second, `unknown-${index}`)));
    for (const outcome of await Promise.allSettled(flood)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: refused });
    }
    expect(fetches).toBe(2);
    clock += 9_999;
    await expect(verifier.verify(token(second))).rejects.toMatchObject(refused);
    expect(fetches).toBe(2);
    clock += 1;
    await expect(verifier.verify(token(second))).rejects.toMatchObject(refused);
    expect(fetches).toBe(3);
  });

  test('are kept for an hour, and used on when they cannot be renewed', async () => {
    await verifier.verify(token());
    clock += HOUR - 1;
    await verifier.verify(token());
    expect(fetches).toBe(1);
    clock += 1;
    answer = serve('', 500);
    await verifier.verify(token());
    expect(fetches).toBe(2);
    await verifier.verify(token());
    expect(fetches).toBe(2); // the next attempt waits 10 s
    clock += 10_000;
    answer = serve(jwksText(first));
    await verifier.verify(token());
    expect(fetches).toBe(3);
  });

  test('are fetched again when the clock was set back', async () => {
    await verifier.verify(token());
    clock -= 5_000;
    await verifier.verify(token());
    expect(fetches).toBe(2);
  });

  test('are fetched anew for those who waited for the fetch of a request that ended, and for the next one', async () => {
    answer = () => undefined; // hangs
    const verify = (ms: number) => withRequestScope({ ms, traceId: 't' }, () => verifier.verify(token()));
    const ended = verify(30);
    const waiting = verify(5_000);
    setTimeout(() => {
      answer = serve(jwksText(first));
    }, 10);
    await expect(ended).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(waiting).resolves.toMatchObject({ userId: MEMBER });
    await expect(verify(5_000)).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(2);
  });

  test('are asked for again at once by the request after one that ended while they hung', async () => {
    answer = () => undefined;
    const verify = (ms: number) => withRequestScope({ ms, traceId: 't' }, () => verifier.verify(token()));
    await expect(verify(20)).rejects.toMatchObject({ kind: 'unavailable' });
    answer = serve(jwksText(first));
    await expect(verify(5_000)).resolves.toMatchObject({ userId: MEMBER });
  });

  test('are unavailable when nothing listens', async () => {
    const gone = await startServer(() => undefined);
    await gone.stop();
    const alone = createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwksUri: gone.url });
    await expect(alone.verify(token())).rejects.toMatchObject(unavailable);
  });
});
