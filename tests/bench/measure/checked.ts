import type { Answer } from '../lambda/runtime-api.ts';

/** Throws unless the answer is a 200 with a profile: a fast failure must not win. */
export function checked(name: string, answer: Answer): Answer {
  const { statusCode, body } = (answer.payload ?? {}) as { statusCode?: unknown; body?: unknown }; // compared below
  if (statusCode !== 200 || typeof body !== 'string' || !body.includes('"displayName"')) {
    throw new Error(`${name} answered ${JSON.stringify(answer.payload)}`);
  }
  return answer;
}
