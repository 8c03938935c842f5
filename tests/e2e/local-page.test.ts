import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { EntryDetails, RecordedData } from '../../scripts/local/observe/recorder.ts';
import { CANARY, findSecrets } from '../support/find-secrets.ts';
import { inChromium } from './chromium.ts';
import { usePlatform } from './use-platform.ts';

const HOSTILE = `/nowhere/${encodeURIComponent('"><img src=x onerror="document.title=1">')}`;
const AGENT = `<script>document.title=2</script>${CANARY}`;
const INJURY = { bodyPart: 'knee', side: 'left', severity: 'mild', since: '2026-07-18', note: CANARY };

inChromium('/_local', (launch) => {
  const using = usePlatform();
  const complaints: string[] = [];
  const requests: string[] = [];
  let browser: Browser;
  let page: Page;

  const row = (text: string): Locator => page.locator('#rows tr', { hasText: text }).first();
  /** Opens a row; gives its waterfall: label to milliseconds. */
  async function open(one: Locator): Promise<ReadonlyMap<string, number>> {
    const button = one.getByRole('button');
    const id = (await button.getAttribute('data-id')) ?? '';
    await button.click();
    await page.locator('#details dd', { hasText: id }).waitFor();
    const bars = await page.locator('.waterfall tbody tr').evaluateAll((rows) =>
      rows.map((found) => {
        const [label = '', time = ''] = [found.children[0], found.children[2]].map((cell) => cell?.textContent ?? '');
        return [label, time] as const;
      }),
    );
    return new Map(bars.map(([label, time]) => [label, Number.parseFloat(time) * (time.endsWith(' ms') ? 1 : 1_000)]));
  }

  beforeAll(async () => {
    const member = await using.as('member');
    await using.anonymous().get('/health/live');
    await member.get('/v1/users/me/profile');
    await using.anonymous().get('/v1/users/me/profile', { headers: { 'user-agent': AGENT } });
    await using.anonymous().get(HOSTILE, { headers: { 'user-agent': AGENT } });
    const key = { 'idempotency-key': crypto.randomUUID() };
    expect((await member.post('/v1/users/me/injuries', { headers: key, body: INJURY })).status).toBe(201);
    browser = await launch();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${using.platform.url}/_local`);
    await row('POST /v1/users/me/injuries').waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });

  test('is announced by npm start', () => {
    expect(using.platform.logs()).toContain(`what happens at ${using.platform.url}/_local`);
  });

  test('lists what was asked, newest first, with answer, function and person', async () => {
    const texts = await page.locator('#rows tr').allTextContents();
    const at = (text: string): number => texts.findIndex((found) => found.includes(text));
    expect(at('POST /v1/users/me/injuries')).toBeLessThan(at('onerror'));
    expect(at('onerror')).toBeLessThan(at('GET /health/live'));
    const write = row('POST /v1/users/me/injuries');
    expect(await write.textContent()).toMatch(/201[\d.]+ m?s(warm|cold)user-profile api11111111$/);
    expect(await row('auth.').locator('.status').getAttribute('class')).toBe('status s4');
  });

  test('shows of a write its middleware, its handler and its calls, with plausible times, and the line of its log', async () => {
    const bars = await open(row('POST /v1/users/me/injuries'));
    const whole = bars.get('request') ?? 0;
    for (const label of ['authenticate', 'hardenBody', 'validate', 'answerOnce', 'handler', 'logRequest (after)']) {
      expect([label, bars.get(label)]).toEqual([label, expect.any(Number)]);
      expect(bars.get(label)).toBeLessThanOrEqual(whole);
    }
    const call = bars.get('DynamoDB TransactWriteItems') ?? 0;
    expect(call).toBeGreaterThan(0);
    expect(bars.get('handler')).toBeGreaterThanOrEqual(call);
    expect([...bars.keys()]).toContainEqual(expect.stringMatching(/^DynamoDB PutItem gymcoach-local-ephemeral$/));
    const drawn = await page.locator('tr[data-kind="aws"] .bar').first().boundingBox();
    expect(drawn?.width).toBeGreaterThan(1);
    expect(await page.locator('#details pre').textContent()).toContain('"route": "/v1/users/{userId}/injuries"');
  });

  test('shows how long a container took to start', async () => {
    await page.locator('#function').selectOption('gymcoach-user-profile-local-api');
    const bars = await open(page.locator('#rows tr:has(.cold)').first());
    const [, milliseconds = 0] = [...bars].find(([label]) => label.startsWith('init')) ?? [];
    expect(milliseconds).toBeGreaterThan(1);
    expect(await page.locator('#details').textContent()).toContain('cold: started in');
    await page.locator('#function').selectOption('');
  });

  test('shows the batches of the stream, and their calls', async () => {
    await page.locator('#status').selectOption('batch');
    await row('Batch of').waitFor();
    const bars = await open(row('Batch of'));
    expect([...bars.keys()]).toContainEqual(expect.stringMatching(/^DynamoDB /));
    expect(await page.locator('#details pre').first().textContent()).toContain('"records"');
    await page.locator('#status').selectOption('');
  });

  test('filters by words, and opens a row by keyboard', async () => {
    await page.locator('#text').fill('health/live');
    expect(await page.locator('#rows tr').allTextContents()).toEqual([expect.stringContaining('GET /health/live')]);
    await page.locator('#rows button').focus();
    await page.keyboard.press('Enter');
    await page.locator('#details h2', { hasText: 'GET /health/live' }).waitFor();
    expect(await page.locator('#rows button').getAttribute('aria-pressed')).toBe('true');
    await page.locator('#text').fill('');
  });

  test('draws the figures, and follows what comes', async () => {
    const drawn = (title: string): Locator => page.locator(`[data-chart="${title}"] path:not([d=""])`).first();
    const titles = ['Requests', 'Refusals and errors', 'Duration of functions', 'Cold starts', 'Capacity units'];
    for (const title of [...titles, 'Memory of containers', 'Stream batches'])
      await drawn(title).waitFor({ state: 'attached' });
    const legend = await page.locator('[data-chart="Refusals and errors"] li').allTextContents();
    expect(legend).toEqual(expect.arrayContaining(['not-found', 'unauthenticated']));
    const total = async (): Promise<number> =>
      Number.parseInt((await page.locator('[data-chart="Requests"] .readout').textContent()) ?? '', 10);
    const before = await total();
    await using.anonymous().get('/meta');
    await row('GET /meta').waitFor();
    expect(await total()).toBeGreaterThan(before);
  });

  test('shows as text what was meant as code, and no header, body or token', async () => {
    expect(await row('onerror').textContent()).toContain('"><img src=x onerror="document.title=1">');
    await open(row('onerror'));
    expect(await page.title()).toBe('GymCoach on this machine');
    expect(await page.locator('main img, main script').count()).toBe(0);
    const get = async (path: string): Promise<string> =>
      (await fetch(`${using.platform.url}/_local/data${path}`)).text();
    const all = await get('');
    const { entries } = JSON.parse(all) as RecordedData; // as it is written
    const each = await Promise.all(entries.map(({ id }) => get(`/${id}`)));
    expect(findSecrets([all, ...each].join('\n'), [await using.token('member')])).toEqual([]);
  });

  test('loads everything from its own origin, and the browser has nothing to complain about', () => {
    expect(requests.filter((url) => !url.startsWith(`${using.platform.url}/`) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('keeps the lines in files as well, each invocation with its report', async () => {
    const id = (await using.anonymous().get('/health/live')).headers.get('x-request-id') ?? '';
    const details = (await (await fetch(`${using.platform.url}/_local/data/${id}`)).json()) as EntryDetails; // as it is written
    const file = join(using.dataDir, 'logs/gymcoach-platform-local-system.jsonl');
    const lines = (): readonly string[] =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes(id));
    for (let tries = 0; tries < 100 && lines().length < 2; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines()[0]).toBe(details.lines[0]?.text);
    expect(JSON.parse(lines()[1] ?? '')).toMatchObject({ type: 'platform.report', record: { requestId: id } });
  });
});
