import { join } from 'node:path';
import { AppError, type ErrorKind } from '@gymcoach/core/errors';
import { build } from 'esbuild';
import { schemas } from '../../../middleware/contract/plugin.ts';
import type { Definition } from '../../../middleware/contract/route.ts';
import type { CallContext } from '../../../middleware/http/call.ts';
import { problemAnswer } from '../../../middleware/http/problem-answer.ts';
import { type ApiPart, kebab } from './api-parts.ts';

/** What the layer's parts throw, by the call that a handler's code makes. */
const CALLS: readonly (readonly [RegExp, readonly ErrorKind[]])[] = [
  [/\bnotFound\)?\(/, ['not-found']],
  [/\binvalidInput\)?\(/, ['bad-request']],
  [/\bstaleVersion\)?\(/, ['precondition-failed']],
  [/\.create\(/, ['conflict']],
  [/\.createOnce\(/, ['conflict', 'not-found']],
  [/\w\.update\(/, ['not-found', 'precondition-failed']],
  [/\.remove\(/, ['not-found', 'precondition-failed']],
  [/\.getObject\(/, ['too-large']],
];

/**
 * The refusals that a route can give: by the chain, from what it declares, and by its handler, from the code that
 * remains when everything that this handler does not reach has been shaken off.
 */
export async function possibleStatuses(part: ApiPart, name: string, route: Definition): Promise<readonly number[]> {
  const code = await reachedCode(join(part.folder, 'handlers', `${kebab(name)}.ts`));
  const thrown = [...code.matchAll(/new (?:\w+\.)?AppError\)?\(\s*"([a-z-]+)"/g)].flatMap(([, kind]) => kind ?? []);
  // A route that asks for no version has none to be stale: its code has to catch that and do something else.
  const catches = route.precondition === undefined && code.includes('=== "precondition-failed"');
  const called = CALLS.flatMap(([call, kinds]) => (call.test(code) ? kinds : [])).filter(
    (kind) => !catches || kind !== 'precondition-failed',
  );
  // Anything else would have no status in problem-answer.ts, and throw here.
  const kinds = [...thrown, ...called] as readonly ErrorKind[];
  return [...new Set([...byTheChain(route), ...kinds.map(statusOf)])].toSorted();
}

/** The order of refusals of the contract. */
function byTheChain(route: Definition): readonly number[] {
  return [
    500,
    ...(route.access === 'public' ? [] : [401, 403, 429, 503]),
    // What is one's own one may know of: the refusal is 403.
    ...(route.permission === undefined || route.resource === 'caller' ? [] : [404]),
    ...(route.params === undefined && route.query === undefined && route.body === undefined ? [] : [400]),
    ...(route.body === undefined ? [] : [400, 413, 415]),
    ...(route.idempotencyKey === undefined ? [] : [400, 409, 422]),
    ...(route.precondition === undefined ? [] : [428, 412]),
  ];
}

async function reachedCode(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['@gymcoach/core/*'],
    plugins: [schemas()],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The status that the chain gives to a kind of error. */
export function statusOf(kind: ErrorKind): number {
  return problemAnswer(new AppError(kind, 'test.kind', ''), { awsRequestId: '' } as CallContext).status; // all that it reads
}
