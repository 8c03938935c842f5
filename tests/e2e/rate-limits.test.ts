import { createHttpClient } from '../support/http-client.ts';
import { type Platform, startPlatform } from '../support/start-platform.ts';
import { checkAnswer } from './check-answer.ts';

const PROFILE = '/v1/users/me/profile';
/** What the local gateway starts at most for one function, each of which may owe one request at this quota. */
const CONTAINERS = 4;
const QUOTA = 20;

jest.setTimeout(30_000); // forty requests at once, on a machine that may be busy

let platform: Platform;
beforeAll(async () => {
  const env = { GYMCOACH_RATE_LIMITS: `read=${QUOTA}/3600 write=20/60 sensitive=10/3600` };
  platform = await startPlatform({ env });
}, 60_000);
afterAll(() => platform.stop());

const as = async (user: string) =>
  createHttpClient({ url: platform.url, token: await platform.token(user), check: checkAnswer });

test('somebody who asks too often is told when to come again, and nobody else is', async () => {
  // As whom the sample data was only written: to write some of a member's, it is read, and that counts.
  const other = await as('other');
  const answers = await Promise.all(Array.from({ length: 40 }, () => other.get(PROFILE)));
  // On a machine that is busy a limiter may not answer in time: its request is served, without a word of what is left.
  const known = answers.filter(({ headers }) => headers.has('ratelimit'));
  const admitted = known.filter(({ status }) => status === 200);
  const refused = known.filter(({ status }) => status === 429);
  expect(admitted.length + refused.length).toBe(known.length);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(QUOTA);
  expect(admitted.length).toBeLessThanOrEqual(QUOTA + CONTAINERS);
  for (const { headers } of answers) expect(headers.get('ratelimit-policy')).toBe(`"read";q=${QUOTA};w=3600`);
  for (const { headers, body } of refused) {
    expect(body).toMatchObject({ status: 429, code: 'limit.rate' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('ratelimit')).toMatch(/^"read";r=0;t=\d+$/);
  }
  expect((await (await as('coach')).get(PROFILE)).status).toBe(200);
});

test('each sensitive request counts', async () => {
  const member = await as('member');
  const explain = () =>
    member.post('/v1/admin/authorization/explain', {
      body: { subject: platform.userId('member'), permission: 'profile:read', path: PROFILE },
    });
  const answers = await Promise.all(Array.from({ length: 25 }, explain));
  const counted = (wanted: number): number => answers.filter(({ status }) => status === wanted).length;
  expect(counted(200)).toBeLessThanOrEqual(10);
  expect(counted(200) + counted(503)).toBeGreaterThanOrEqual(10);
  expect(counted(200) + counted(503) + counted(429)).toBe(25);
});
