import {
  CLIENT,
  claims,
  createTestKey,
  jwksText,
  POOL,
  signToken,
  startServer,
} from '../../../layers/core/auth/test-pool.ts';

/**
 * What a verification costs, printed as one JSON object. Run in a process of its own: `first seeded`, `first fetched` for
 * the first token of a new container, with keys from the configuration or from a server on this machine; `warm` for the
 * tokens after that.
 */
const BATCHES = 21;
const TOKENS = 100;
const REPEATS = 2_000;

const [what = 'warm', source] = process.argv.slice(2);
const key = createTestKey('key-1');
const keySet = jwksText(key);
const sign = (id: number): string => `Bearer ${signToken(key, claims({ jti: `token-${id}` }))}`;
console.log(JSON.stringify(what === 'first' ? await measureFirst(source === 'seeded') : await measureWarm()));

/** From loading the verifier to the first answer. */
async function measureFirst(isSeeded: boolean): Promise<object> {
  const server = await startServer((_request, response) => void response.end(keySet));
  const token = sign(0);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const { createTokenVerifier } = await import('../../../layers/core/auth/token-verifier.ts');
  const loaded = performance.now();
  const jwks = isSeeded ? { jwks: keySet } : {};
  await createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwksUri: server.url, ...jwks }).verify(token);
  const figures = { loadMs: loaded - started, verifyMs: performance.now() - loaded, cpuMs: micros(cpu) / 1_000 };
  await server.stop();
  return figures;
}

/** Median microseconds of CPU per token. */
async function measureWarm(): Promise<object> {
  const { createTokenVerifier } = await import('../../../layers/core/auth/token-verifier.ts');
  const verifier = createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, fetchJwks: async () => keySet });
  const fresh: number[] = [];
  const remembered: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const tokens = Array.from({ length: TOKENS }, (_, index) => sign(batch * TOKENS + index));
    fresh.push(await perCall(tokens.length, (index) => verifier.verify(tokens[index])));
    remembered.push(await perCall(REPEATS, () => verifier.verify(tokens[0])));
  }
  return { newTokenMicros: median(fresh), rememberedTokenMicros: median(remembered) };
}

async function perCall(calls: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const cpu = process.cpuUsage();
  for (let index = 0; index < calls; index++) await work(index);
  return micros(cpu) / calls;
}

function micros(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
