import { createDynamoClient, type DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createRateLimiter, createRateMeter, type RateMeter, tableLimiter } from '@gymcoach/core/limit';
import { createTable, keys } from '@gymcoach/core/table';
import { lateLimiter } from '../../layers/core/limit/late-limiter.ts';
import { memoryMeter } from '../reliability/rate-limit/memory-meter.ts';
import { racyMeter } from '../reliability/rate-limit/racy-meter.ts';
import { simulateContainers } from '../reliability/rate-limit/simulate-containers.ts';
import { catchLog } from '../support/catch-log.ts';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from '../support/dynamodb-engines.ts';
import { type LosingProxy, startLosingProxy } from '../support/losing-proxy.ts';

jest.setTimeout(60_000);

const TABLE = 'ephemeral';
const READ = { quota: 600, window: 60 };
const POLICIES = { read: READ, write: { quota: 120, window: 60 }, sensitive: { quota: 30, window: 60 } };
const NOW = 1_800_000_000_000;
const PARALLEL = 1_000;
const CONTAINERS = 10;

let callers = 0;
const newCaller = (): string => `caller-${callers++}`;

const connect = (endpoint: string, attemptTimeoutMs = 20_000): DynamoClient =>
  createDynamoClient({
    region: 'eu-west-1',
    endpoint,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    ...{ attempts: 10, connectTimeoutMs: 20_000, attemptTimeoutMs, maxSockets: PARALLEL / CONTAINERS },
  });
/** The machine is busy: what is tested here is no deadline. */
const patient = (client: DynamoClient): DynamoClient => ({ send: (operation, input) => client.send(operation, input) });

describe.each([...availableEngines(), 'memory'] as const)('on %s, a meter', (kind) => {
  let engine: DynamoEngine | undefined;
  let clients: readonly DynamoClient[] = [];
  let meter: RateMeter = memoryMeter();
  let meters: readonly RateMeter[] = Array.from({ length: CONTAINERS }, () => meter);

  beforeAll(async () => {
    if (kind === 'memory') return;
    engine = await startDynamoEngine(kind);
    await createTables(engine.endpoint, { main: 'main', ephemeral: TABLE, audit: 'audit' });
    const { endpoint } = engine;
    clients = Array.from({ length: CONTAINERS }, () => patient(connect(endpoint)));
    meters = clients.map((client) => createRateMeter({ client, table: TABLE }));
    [meter = meter] = meters;
  }, 60_000);
  afterAll(() => engine?.stop());

  const ask = (principal: string, at: number, cost: number, seen = 0) =>
    meter.charge({ principal, routeClass: 'read', at, cost, burst: 60_000, seen });
  /** Many at once, of one caller, at an instant: how many are let pass. */
  const crowd = async (over: readonly RateMeter[], caller: string, reported?: () => number) => {
    const limiters = over.map((own) =>
      createRateLimiter({ policies: POLICIES, meter: own, now: () => NOW, ...(reported && { reported }) }),
    );
    const standings = await Promise.all(
      Array.from({ length: PARALLEL }, (_, index) => limiters[index % limiters.length]?.take(caller, 'read')),
    );
    expect(standings.map((standing) => standing?.outcome)).not.toContain('unknown');
    return standings.filter((standing) => standing?.outcome === 'admitted').length;
  };

  test('moves on from now, then from where it is, and not beyond the burst', async () => {
    const me = newCaller();
    expect(await ask(me, NOW, 1_000)).toEqual({ paid: true, tat: NOW + 1_000 });
    expect(await ask(me, NOW, 59_000)).toEqual({ paid: true, tat: NOW + 60_000 });
    expect(await ask(me, NOW, 1)).toEqual({ paid: false, tat: NOW + 60_000 });
    expect(await ask(me, NOW + 1, 1)).toEqual({ paid: true, tat: NOW + 60_001 });
    expect(await ask(me, NOW + 60_001, 5)).toEqual({ paid: true, tat: NOW + 60_006 });
    expect(await ask(me, NOW + 200_000, 60_000)).toEqual({ paid: true, tat: NOW + 260_000 });
  });

  test('believes the row, whatever its asker has seen', async () => {
    const me = newCaller();
    await ask(me, NOW, 30_000);
    expect(await ask(me, NOW, 1_000, NOW - 1)).toEqual({ paid: true, tat: NOW + 31_000 });
    expect(await ask(newCaller(), NOW, 1_000, NOW + 5_000)).toEqual({ paid: true, tat: NOW + 1_000 });
  });

  test('takes a time further ahead than any clock of ours for damage, and begins anew', async () => {
    const me = newCaller();
    const later = NOW + 3_600_000; // as a container has it whose clock was set forward
    expect(await ask(me, later, 60_000)).toMatchObject({ paid: true });
    expect(await ask(me, NOW, 1_000)).toEqual({ paid: true, tat: NOW + 1_000 });
    expect(await ask(me, NOW, 1_000, later)).toEqual({ paid: true, tat: NOW + 2_000 });
  });

  test('believes one that clocks may differ by', async () => {
    const me = newCaller();
    const full = NOW + 5_000 + 60_000;
    expect(await ask(me, NOW + 5_000, 60_000)).toEqual({ paid: true, tat: full });
    expect(await ask(me, NOW, 1_000)).toEqual({ paid: false, tat: full });
    expect(await ask(me, NOW - 1, 1_000)).toEqual({ paid: true, tat: NOW - 1 + 1_000 });
  });

  test('is one per caller and class', async () => {
    const me = newCaller();
    await ask(me, NOW, 60_000);
    const other = { at: NOW, cost: 60_000, burst: 60_000, seen: 0 };
    expect(await meter.charge({ principal: me, routeClass: 'write', ...other })).toMatchObject({ paid: true });
    expect(await meter.charge({ principal: newCaller(), routeClass: 'read', ...other })).toMatchObject({ paid: true });
  });

  test(`of ${PARALLEL} at once lets pass exactly what is left, when each is reported`, async () => {
    const me = newCaller();
    await ask(me, NOW, 550 * 100);
    expect(await crowd(meters, me, () => 1)).toBe(50);
  });

  test(`of ${PARALLEL} at once lets pass at most k - 1 more for each container, when they are reported together`, async () => {
    const me = newCaller();
    await ask(me, NOW, 550 * 100);
    const admitted = await crowd(meters, me);
    expect(admitted).toBeGreaterThanOrEqual(50);
    expect(admitted).toBeLessThanOrEqual(50 + CONTAINERS * 9);
  });

  test('keeps to its bound in a time of bursts and pauses', async () => {
    const simulation = { requests: 600, policy: { quota: 60, window: 60 }, routeClass: 'read', containers: 4 } as const;
    const one = { charge: (charge: Parameters<typeof meter.charge>[0]) => meter.charge({ ...charge, principal: me }) };
    const me = newCaller();
    const { overAdmission, refused } = await simulateContainers({ ...simulation, seed: 7, meter: one });
    expect(refused).toBeGreaterThan(0);
    expect(overAdmission).toBeLessThanOrEqual(4);
  });

  if (kind === 'memory') return;

  test('that reads and then writes lets too many pass', async () => {
    const racy = clients.map((client) => racyMeter(client, TABLE));
    const me = newCaller();
    await ask(me, NOW, 550 * 100);
    expect(await crowd(racy, me, () => 1)).toBeGreaterThan(50);
  });

  test('leaves a row that ends, with its schema version', async () => {
    const [client] = clients;
    if (client === undefined) throw new Error('the engine is not up');
    const me = newCaller();
    await ask(me, NOW, 1_000);
    const row = await createTable(client, TABLE).get(keys.rateLimit(me, 'read'));
    const times = { tat: NOW + 1_000, expiresAt: NOW / 1_000 + 3_660 };
    expect(row).toMatchObject({ PK: `RL#${me}#read`, SK: '-', v: 1, type: 'rate-limit', ...times });
  });
});

describe('when an answer is lost', () => {
  let engine: DynamoEngine | undefined;
  let proxy: LosingProxy;
  let behind: RateMeter;
  let direct: RateMeter;
  let client: DynamoClient;

  beforeAll(async () => {
    const [kind] = availableEngines();
    if (kind === undefined) throw new Error('No DynamoDB engine can run here.');
    engine = await startDynamoEngine(kind);
    await createTables(engine.endpoint, { main: 'main', ephemeral: TABLE, audit: 'audit' });
    proxy = await startLosingProxy(engine.endpoint);
    client = patient(connect(proxy.endpoint));
    behind = createRateMeter({ client, table: TABLE });
    direct = createRateMeter({ client: patient(connect(engine.endpoint)), table: TABLE });
  }, 60_000);
  afterAll(async () => {
    await proxy.stop();
    await engine?.stop();
  });

  const charge = (principal: string, seen = 0) =>
    ({ principal, routeClass: 'read', at: NOW, cost: 100, burst: 60_000, seen }) as const;

  test.each([
    ['first', 0],
    ['second', NOW + 100],
  ])('the %s charge is paid once', async (_, seen) => {
    const me = newCaller();
    if (seen > 0) await direct.charge(charge(me));
    proxy.lose(2);
    const tat = Math.max(seen, NOW) + 100;
    expect(await behind.charge(charge(me, seen))).toEqual({ paid: true, tat });
    expect(await direct.charge(charge(me))).toEqual({ paid: true, tat: tat + 100 });
  });

  test('and another charge comes in between, it is paid twice: never less than once', async () => {
    const me = newCaller();
    await direct.charge(charge(me));
    proxy.lose(1, () => direct.charge(charge(me)));
    expect(await behind.charge(charge(me, NOW + 100))).toEqual({ paid: true, tat: NOW + 400 });
  });

  test('and none ever comes, what was owed stays owed', async () => {
    const me = newCaller();
    const hurried = createRateMeter({ client: connect(proxy.endpoint, 200), table: TABLE });
    let now = NOW;
    const limiter = createRateLimiter({ policies: POLICIES, meter: hurried, now: () => now });
    for (let request = 0; request < 9; request += 1) await limiter.take(me, 'read');
    proxy.lose(1_000);
    const { result } = await catchLog(() => limiter.take(me, 'read'));
    proxy.lose(0);
    now += 1_000;
    expect(result).toMatchObject({ outcome: 'unknown' });
    expect(await limiter.take(me, 'read')).toMatchObject({ outcome: 'admitted' });
    const { tat } = await direct.charge(charge(me));
    expect(tat).toBeGreaterThanOrEqual(now + 1_100);
  });

  test('a container’s first request costs no call, its first sensitive one does', async () => {
    const options = { client, table: TABLE, policies: POLICIES, now: () => NOW };
    const [one, two] = [lateLimiter(options), lateLimiter(options)];
    const me = newCaller();
    const before = proxy.requests;
    expect(await one.take(me, 'read')).toEqual({ ...READ, outcome: 'admitted', remaining: 599, reset: 1 });
    for (let request = 0; request < 8; request += 1) await one.take(me, 'read');
    expect(proxy.requests - before).toBe(0);
    expect(await one.take(me, 'read')).toMatchObject({ remaining: 590 });
    expect(proxy.requests - before).toBe(1);
    expect(await two.take(me, 'sensitive')).toMatchObject({ remaining: 29, reset: 2 });
    expect(proxy.requests - before).toBe(2);
    expect(await tableLimiter(options).take(me, 'sensitive')).toMatchObject({ remaining: 28 });
  });
});
