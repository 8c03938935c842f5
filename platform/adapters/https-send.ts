import type { Send } from '../domain/smoke-journey.ts';

const TIME_LIMIT_MS = 8_000;

/** Sends the requests of the journey to an address, as any client would. */
export function httpsSend(endpoint: string): Send {
  return async ({ method, path, headers, body }) => {
    try {
      const answer = await fetch(new URL(path, endpoint), {
        method,
        headers: { ...headers, 'user-agent': 'gymcoach-canary' },
        redirect: 'error',
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
    } catch (error) {
      throw new Error(`no answer: ${whyNot(error)}`, { cause: error });
    }
  };
}

/** The code below a failed `fetch`: its own message says nothing. */
function whyNot(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } }; // read with care
  return String(cause?.code ?? name ?? 'unknown');
}
