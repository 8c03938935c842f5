import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localPage } from './local-page.ts';
import { createRecorder } from './recorder.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const recorder = createRecorder();
const serve = localPage(recorder);
const server = createServer({ requireHostHeader: false }, (request, response) => void serve(request, response));

beforeAll(async () => {
  const times = { receivedAt: Date.now(), answeredAt: Date.now() };
  for (const requestId of ['r1', 'r2']) {
    recorder.answered({ requestId, method: 'GET', path: '/', routeKey: undefined, status: 200, ...times });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(path: string, options: RequestOptions = {}, of = server): Promise<Answer> {
  const { port } = of.address() as AddressInfo; // it listens on a port
  const asked = httpRequest({
    port,
    host: '127.0.0.1',
    path,
    headers: { host: `127.0.0.1:${port}` },
    ...options,
  }).end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  return { status: answer.statusCode, headers: answer.headers, text };
}

test('gives one file whose policy allows its own script and style, and no others', async () => {
  const { status, headers, text } = await ask('/_local');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = headers['content-security-policy'] ?? '';
  for (const [name, ending] of [
    ['script', '</script>'],
    ['style', '</style>'],
  ]) {
    const inside = text.slice(text.indexOf(`<${name}>`) + `<${name}>`.length, text.indexOf(ending ?? ''));
    expect(inside.length).toBeGreaterThan(1_000);
    expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(inside).digest('base64')}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  expect(Buffer.byteLength(text)).toBeLessThan(40_000);
});

test('says why it cannot be built, and builds it for the next who looks', async () => {
  const builds = [Promise.reject(new Error('page.ts: Expected ";"')), Promise.resolve({ html: 'built', policy: '' })];
  builds[0]?.catch(() => {}); // it is looked at later
  const serveBuilt = localPage(recorder, () => builds.shift() ?? Promise.reject(new Error('built a third time')));
  const other = createServer((request, response) => void serveBuilt(request, response));
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    const refused = await ask('/_local', {}, other);
    expect([refused.status, refused.text]).toEqual([
      500,
      expect.stringContaining('cannot be built: page.ts: Expected'),
    ]);
    for (const _look of [1, 2]) expect(await ask('/_local', {}, other)).toMatchObject({ status: 200, text: 'built' });
  } finally {
    other.closeAllConnections();
    other.close();
  }
});

test('gives the list, what is newer than a number, and one of it', async () => {
  const all = JSON.parse((await ask('/_local/data')).text);
  expect(all).toMatchObject({ entries: [{ id: 'r2' }, { id: 'r1' }], stepMs: 5_000, windowMs: 300_000 });
  expect(JSON.parse((await ask('/_local/data?after=1')).text).entries).toMatchObject([{ id: 'r2', sequence: 2 }]);
  expect(JSON.parse((await ask('/_local/data/r1')).text)).toMatchObject({ entry: { id: 'r1' }, spans: [], lines: [] });
  expect((await ask('/_local/data/r3')).status).toBe(404);
  expect((await ask('/_local/other')).status).toBe(404);
});

test.each([
  ['a name that leads here', { headers: { host: 'evil.example' } }, 421],
  ['a name that begins alike', { headers: { host: '127.0.0.1.evil.example:3000' } }, 421],
  ['no name', { headers: {}, setHost: false }, 421],
  [
    'another site',
    { headers: { host: 'localhost:3000', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' } },
    403,
  ],
  [
    'another port',
    { headers: { host: 'localhost:3000', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' } },
    403,
  ],
  ['POST', { method: 'POST' }, 405],
  ['HEAD', { method: 'HEAD' }, 405],
])('refuses %s', async (_what, options, status) => {
  for (const path of ['/_local', '/_local/data']) {
    const answer = await ask(path, options);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('r1');
  }
});

test.each(['localhost', 'localhost:3000', '[::1]:3000', '127.0.0.1'])('answers to %s', async (host) => {
  expect((await ask('/_local/data', { headers: { host } })).status).toBe(200);
});

test('tells browsers to keep nothing, guess nothing and show it nowhere else', async () => {
  for (const path of ['/_local', '/_local/data', '/_local/data/none']) {
    expect((await ask(path)).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
  }
});
