import type { RequestListener } from 'node:http';
import type { Authorizer, VerifiedToken } from '@gymcoach/core/auth';
import { createTokenVerifier } from '@gymcoach/core/auth';
import { unlimited } from '@gymcoach/core/limit';
import { route } from '@gymcoach/middleware/contract/route';
import { type CallContext, on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { Type } from 'typebox';
import { CLIENT, jwksText, POOL, startServer } from '../../../layers/core/auth/test-pool.ts';
import { REAL_TIMERS } from '../../support/fake-date.ts';
import { httpEvent } from '../../support/http-event.ts';
import type { Forge } from './forge.ts';
import type { Step, TokenCase } from './token-case.ts';

export interface TokenAnswer {
  readonly status: number | undefined;
  /** Body and headers in one text: equal texts are answers that a caller cannot tell apart. */
  readonly seen: string;
}

export interface TokenBench {
  /** The answers to a case's steps, and how often its verifier asked for keys. */
  run(tested: TokenCase): Promise<{ readonly answers: readonly TokenAnswer[]; readonly fetches: number }>;
  stop(): Promise<void>;
}

const whoAmI = route({
  method: 'GET',
  path: '/v1/who-am-i',
  summary: 'Say who calls',
  access: 'authenticated',
  returns: { 200: Type.Object({ userId: Type.String() }) },
});

/**
 * The real chain and the real verifier, with keys from a real server: what a caller of any route would be answered. The
 * time stands still until a step says that it passes: from here on `Date` is jest's, and nothing else.
 */
export async function startTokenBench({ now, key }: Forge): Promise<TokenBench> {
  jest.useFakeTimers({ now: now * 1_000, doNotFake: REAL_TIMERS });
  const honest: RequestListener = (_request, response) => void response.end(jwksText(key));
  let keys = honest;
  let fetches = 0;
  const server = await startServer((request, response) => {
    fetches += 1;
    keys(request, response);
  });

  const createApi = () =>
    httpApi({
      service: 'tokens',
      auth: {
        verifier: createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwksUri: server.url }),
        // The one route asks for no permission, so the chain calls nothing else; of the principal the id is looked at.
        authorizer: { authenticateOnly: async ({ userId }: VerifiedToken) => ({ userId }) } as Authorizer,
        limiter: unlimited,
      },
      endpoints: [on(whoAmI, async ({ caller: { userId } }) => ({ status: 200, body: { userId } }))],
    });
  const shared = createApi();

  return {
    async run({ steps }) {
      let clock = now * 1_000;
      keys = honest;
      fetches = 0;
      const isOwn = steps.length > 1 || steps[0]?.keys !== undefined;
      const api = isOwn ? createApi() : shared;
      const answers: TokenAnswer[] = [];
      for (const { authorization, wait = 0, keys: changed } of steps) {
        clock += wait;
        jest.setSystemTime(clock);
        if (changed !== undefined) keys = changed;
        answers.push(await ask(api, authorization));
      }
      return { answers, fetches };
    },
    async stop() {
      await server.stop();
      jest.useRealTimers();
    },
  };
}

async function ask(api: ReturnType<typeof httpApi>, authorization: Step['authorization']): Promise<TokenAnswer> {
  const event = httpEvent('GET', '/v1/who-am-i', { headers: { authorization } });
  const context = { awsRequestId: 'lambda-request-1' } as CallContext; // the rest of Lambda's context is not read
  const { statusCode, headers, body } = await api(event, context);
  return { status: statusCode, seen: JSON.stringify([headers, body]) };
}
