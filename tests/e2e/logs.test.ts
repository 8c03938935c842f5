import { CANARIES, CANARY, findSecrets } from '../support/find-secrets.ts';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();

interface Line {
  readonly level: string;
  readonly requestId: string;
  readonly status: number;
}

/** The log lines of one request. */
const linesOf = (requestId: string): readonly Line[] =>
  using.platform
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(requestId))
    .map((line) => JSON.parse(line) as Line); // one JSON object per line

/** Waits for the line: it is written before the answer, but read from a pipe. */
async function lineOf(requestId: string): Promise<Line> {
  for (let tries = 0; tries < 100 && linesOf(requestId).length === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const lines = linesOf(requestId);
  expect(lines).toHaveLength(1);
  return lines[0] ?? { level: '', requestId: '', status: 0 };
}

test('writes one line for each request, of ids and figures only', async () => {
  const member = await using.as('member');
  const { headers } = await member.get('/v1/users/me/profile');
  expect(await lineOf(headers.get('x-request-id') ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    message: 'request',
    service: 'user-profile',
    stage: 'local',
    requestId: headers.get('x-request-id'),
    lambdaRequestId: expect.any(String),
    version: '$LATEST',
    traceId: expect.any(String),
    method: 'GET',
    route: '/v1/users/{userId}/profile',
    status: 200,
    duration: expect.any(Number),
    coldStart: expect.any(Number),
    errors: 0,
    unauthorized: 0,
    limiterErrors: 0,
    awsCalls: expect.any(Number),
    readUnits: expect.any(Number),
    writeUnits: expect.any(Number),
    memoryUsedMb: expect.any(Number),
    userId: using.platform.userId('member'),
    _aws: expect.any(Object),
  });
});

test('says why a request was refused, and nothing of what was in it', async () => {
  const member = await using.as('member');
  const told = { 'user-agent': CANARY, 'x-note': `${CANARY}@example.com`, cookie: `name=${CANARY}` };
  const bad = [
    await member.put('/v1/users/me/profile', { headers: told, body: { displayName: 7, [CANARY]: CANARY } }),
    await member.put('/v1/users/me/profile', {
      headers: { ...told, 'content-type': 'application/json' },
      body: `{${CANARY}`,
    }),
    await member.get(`/v1/users/me/profile?email=${CANARY}%40example.com&${CANARY}=1`, { headers: told }),
    await member.get(`/v1/users/${CANARY}/profile`, { headers: told }),
    await member.get(`/v1/users/me/injuries?cursor=${CANARY}`, { headers: told }),
    await member.patch('/v1/users/me/profile', {
      headers: { ...told, 'if-match': `"${CANARY}.1"` },
      body: { bio: CANARY },
    }),
    await member.post('/v1/users/me/injuries', { headers: { ...told, 'idempotency-key': CANARY }, body: {} }),
    await using.anonymous().get('/v1/users/me/profile', { headers: { ...told, authorization: `Bearer ${CANARY}` } }),
    await using.anonymous().get(`/${CANARY}?token=${CANARY}`, { headers: told }),
  ];
  for (const { status, headers } of bad) {
    expect(await lineOf(headers.get('x-request-id') ?? '')).toMatchObject({
      level: 'info',
      status,
      code: expect.any(String),
    });
  }
  expect(findSecrets(using.platform.logs(), [])).toEqual([]);
});

test.each(CANARIES)('H19 keeps %j out of logs and refusals, wherever it was sent', async (canary) => {
  const member = await using.as('member');
  const encoded = encodeURIComponent(canary);
  const id = 'inj_01J8Z3K5QW7RT9V1XA2BC4DE6F';
  const header = {
    'x-note': canary,
    'user-agent': canary,
    cookie: `note=${encoded}`,
    referer: `http://x/?q=${encoded}`,
  };
  const key = { 'idempotency-key': `${CANARY}-${crypto.randomUUID()}` };
  const injury = { bodyPart: 'knee', side: 'left', severity: 'mild', since: '2026-07-18', note: canary };
  const patch = async (body: unknown, etag = '') => {
    const current = etag || (await member.get('/v1/users/me/profile')).etag;
    return member.patch('/v1/users/me/profile', {
      headers: { ...header, 'content-type': 'application/json', 'if-match': current },
      body,
    });
  };
  const taken = [
    await patch({ bio: canary }),
    await member.post('/v1/users/me/injuries', { headers: { ...header, ...key }, body: injury }),
  ];
  expect(taken.map(({ status }) => status)).toEqual([200, 201]);
  const refused = [
    await patch({ bio: canary }, '"profile.999"'),
    await patch({ [canary]: 1 }),
    await patch({ displayName: `${canary}\n` }),
    await patch(`{"bio":"${canary}`),
    await patch({ bio: `${canary}\ufffd` }),
    await patch(`{"bio":"${canary}","bio":"${canary}"}`),
    await patch({ birthDate: canary, heightMm: canary, sexForEnergy: canary }),
    await patch({ bio: canary }, canary),
    await member.post('/v1/users/me/injuries', {
      headers: { 'idempotency-key': encoded },
      body: { ...injury, since: canary },
    }),
    await member.post('/v1/users/me/injuries', { headers: key, body: { ...injury, note: 'another' } }),
    await member.get(`/v1/users/me/injuries?cursor=${encoded}`),
    await member.get(`/v1/users/me/injuries?limit=${encoded}&${encoded}=${encoded}`),
    await member.get(`/v1/users/${encoded}/profile`, { headers: header }),
    await member.get(`/v1/users/me/injuries/${encoded}`, { headers: header }),
    await member.delete(`/v1/users/me/injuries/${id}`, { headers: { 'if-match': `"${encoded}.1"` } }),
    await using.anonymous().get('/meta', { headers: { ...header, authorization: `Bearer ${encoded}` } }),
    await using.anonymous().get(`/v1/users/me/profile?token=${encoded}`, { headers: { authorization: encoded } }),
    await using.anonymous().get(`/${encoded}?${encoded}`, { headers: { ...header, 'x-request-id': canary } }),
  ];
  const told = refused.filter(({ status, text }) => status >= 400 && (text.includes(canary) || text.includes(encoded)));
  // The name of an unknown field is told to its sender, cut: that is how typing errors are found.
  expect(told.map(({ body }) => body['code'])).toEqual(
    told.map(() => expect.stringMatching(/^validation\.(unknown-field|failed)$/)),
  );
  const last = refused.at(-1);
  await lineOf(last?.headers.get('x-request-id') ?? '');
  expect(findSecrets(using.platform.logs(), [])).toEqual([]);
});

test('finds in a log what must not be there', () => {
  const bad = `{"note":"${CANARY}"}\nBearer abcdefghijklmnop\n{"mail":"a.b@example.com"}\neyJhbGciOiJSUzI1NiJ9.e30.x\n`;
  expect(findSecrets(bad, []).map((found) => found.split(':')[0])).toEqual([
    'text of a person',
    'an e-mail address',
    'a token',
    'an authorization header',
  ]);
});
