import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSecrets } from '../support/find-secrets.ts';
import { createHttpClient, type HttpClient } from '../support/http-client.ts';
import { type Platform, startPlatform } from '../support/start-platform.ts';
import { checkAnswer } from './check-answer.ts';

export interface UsedPlatform {
  /** There from the first test on. */
  readonly platform: Platform;
  /** A client that signs in as `member`, `other`, `coach` or `admin`; its tokens are kept for the whole file. */
  as(user: string): Promise<HttpClient>;
  token(user: string): Promise<string>;
  /** Where its parts keep their data. */
  readonly dataDir: string;
  /** Sends no token. */
  anonymous(): HttpClient;
}

/** Enough for a machine that does other things at the same time. */
const START_MS = 60_000;

/**
 * One platform with fresh data for all tests of a file. Every answer is compared with the API description, and when the
 * tests are done, everything that the platform printed is searched for what must never be logged.
 */
export function usePlatform(): UsedPlatform {
  const dataDir = mkdtempSync(join(tmpdir(), 'gymcoach-e2e-'));
  let started: Platform | undefined;
  const tokens = new Map<string, Promise<string>>();
  const platform = (): Platform => {
    if (started === undefined) throw new Error('The platform is there once the tests run.');
    return started;
  };
  const token = (user: string): Promise<string> => {
    const kept = tokens.get(user) ?? platform().token(user);
    tokens.set(user, kept);
    return kept;
  };

  beforeAll(async () => {
    started = await startPlatform({ dataDir });
  }, START_MS);
  afterAll(async () => {
    const printed = started?.logs() ?? '';
    await started?.stop();
    rmSync(dataDir, { recursive: true, force: true });
    expect(findSecrets(printed, await Promise.all(tokens.values()))).toEqual([]);
  }, START_MS);

  return {
    get platform() {
      return platform();
    },
    token,
    dataDir,
    as: async (user) => createHttpClient({ url: platform().url, token: await token(user), check: checkAnswer }),
    anonymous: () => createHttpClient({ url: platform().url, check: checkAnswer }),
  };
}
