import { createKeepAliveClient, type HttpAnswer } from '../../support/keep-alive-client.ts';
import { documentedOperations } from '../../support/openapi/operations.ts';
import { writeRequest } from '../../support/openapi/request-draft.ts';
import { createRequestSource, type GeneratedRequest } from '../../support/openapi-requests.ts';
import { expectDescribed } from '../../support/openapi-response.ts';
import { type Platform, startPlatform } from '../../support/start-platform.ts';
import type { Figures, ProofRun } from '../proof.ts';
import { openHardening } from './hardening.ts';

const LANES = 4;
const EXAMPLES = 10;
const CALLERS = ['member', 'coach', 'admin'] as const;
/** A route behind IAM wants a signature; the local gateway looks at its form only. */
const SIGNED = 'AWS4-HMAC-SHA256 Credential=local';

interface Tally {
  readonly statuses: Map<number, number>;
  readonly operations: Set<string>;
  readonly faults: Set<string>;
  readonly violations: { readonly kind: Violation; readonly example: string }[];
  valid: number;
  faulty: number;
  succeeded: number;
  compressed: number;
  altered: number;
  unnoticed: number;
  unhardened: number;
}
type Violation = 'serverError' | 'undescribed' | 'validRefused' | 'faultAccepted';

/**
 * `size` generated requests to the local platform over HTTP: valid by every schema, or with exactly one fault. Each answer is
 * compared with docs/openapi.json; what is valid is never refused as invalid, and what is not never succeeds. Without
 * protection: how many of the broken bodies the same checks would take but for the hardening, and whether answers that are
 * not as described are noticed.
 */
export async function measureFuzz({ seed, size }: ProofRun): Promise<Figures> {
  const platform = await startPlatform();
  try {
    return await fuzz(platform, { seed, size });
  } finally {
    await platform.stop();
  }
}

async function fuzz(platform: Platform, { seed, size }: ProofRun): Promise<Figures> {
  const tokens = new Map<string, string>();
  for (const name of CALLERS) tokens.set(name, await platform.token(name));
  const people = (name: string) => ({ name, id: platform.userId(name) });
  const tally: Tally = {
    ...{ statuses: new Map(), operations: new Set(), faults: new Set(), violations: [] },
    ...{ valid: 0, faulty: 0, succeeded: 0, compressed: 0, altered: 0, unnoticed: 0, unhardened: 0 },
  };
  const client = createKeepAliveClient(platform.url);
  const needsHardening = await openHardening();
  const lane = async (index: number): Promise<void> => {
    const source = createRequestSource({
      seed: seed * 1_000 + index,
      callers: CALLERS.map(people),
      subject: people('other'),
    });
    for (let sent = index; sent < size; sent += LANES) {
      const generated = source.next();
      const { method, target, headers, body } = writeRequest(generated.draft);
      const token = authorization(generated, tokens);
      const answer = await client.send(
        method,
        target,
        { ...headers, ...(token === '' ? {} : { authorization: token }) },
        body,
      );
      judge(tally, generated, target, answer);
      if (await needsHardening(generated)) tally.unhardened += 1;
      for (const wrong of altered(answer)) {
        tally.altered += 1;
        if (violationsOf(generated, target, wrong).length === 0) tally.unnoticed += 1;
      }
      if (answer.status < 300)
        source.memory.learn(generated.caller.name, target, answer.headers['etag'], parsed(answer));
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  client.close();
  const count = (kind: Violation): number => tally.violations.filter((one) => one.kind === kind).length;
  return {
    requests: tally.valid + tally.faulty,
    valid: tally.valid,
    withOneFault: tally.faulty,
    operations: tally.operations.size,
    operationsNotTried: documentedOperations().filter(({ operationId }) => !tally.operations.has(operationId)).length,
    kindsOfFault: tally.faults.size,
    succeeded: tally.succeeded,
    compressed: tally.compressed,
    serverErrors: count('serverError'),
    undescribed: count('undescribed'),
    validRefused: count('validRefused'),
    faultsAccepted: count('faultAccepted'),
    protectionOff: { faultsAccepted: tally.unhardened, alteredAnswers: tally.altered, unnoticed: tally.unnoticed },
    examples: tally.violations.slice(0, EXAMPLES).map(({ kind, example }) => `${kind}: ${example}`),
    statuses: Object.fromEntries([...tally.statuses].sort(([a], [b]) => a - b)),
  };
}

function authorization({ operation, caller, draft }: GeneratedRequest, tokens: ReadonlyMap<string, string>): string {
  if (draft.authorization !== undefined) return draft.authorization;
  if (operation.isPublic) return operation.path === '/health/ready' ? SIGNED : '';
  return `Bearer ${tokens.get(caller.name)}`;
}

function judge(tally: Tally, generated: GeneratedRequest, target: string, answer: HttpAnswer): void {
  const { operation, draft, fault, caller } = generated;
  const { status } = answer;
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  tally.operations.add(operation.operationId);
  if (fault === undefined) tally.valid += 1;
  else tally.faulty += 1;
  if (fault !== undefined) tally.faults.add(fault.replaceAll(/\d+/g, '0'));
  if (status < 400) tally.succeeded += 1;
  if (answer.headers['content-encoding'] !== undefined) tally.compressed += 1;
  const sent = `${caller.name} ${draft.method} ${target.slice(0, 160)} ${JSON.stringify(draft.json ?? null).slice(0, 200)}`;
  for (const [kind, why] of violationsOf(generated, target, answer)) {
    tally.violations.push({ kind, example: `${sent} [${fault ?? 'valid'}] -> ${status} ${why.slice(0, 300)}` });
  }
}

function violationsOf(
  { draft, fault }: GeneratedRequest,
  target: string,
  answer: HttpAnswer,
): readonly (readonly [Violation, string])[] {
  const { status, headers, text } = answer;
  const found: (readonly [Violation, string])[] = [];
  if (status >= 500) found.push(['serverError', text]);
  if (fault !== undefined && status < 400) found.push(['faultAccepted', '']);
  if (fault === undefined && status === 400 && refusedAsInvalid(answer)) found.push(['validRefused', text]);
  try {
    expectDescribed(draft.method, target, status, headers, text);
  } catch (error) {
    found.push(['undescribed', String(error)]);
  }
  return found;
}

/** The check itself is checked: the answer with another status, another media type, and a field that nobody described. */
function altered(answer: HttpAnswer): readonly HttpAnswer[] {
  const type = answer.headers['content-type'] ?? '';
  return [
    { ...answer, status: 418 },
    ...(type === '' ? [] : [{ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }]),
    ...(type.includes('problem') ? [{ ...answer, text: answer.text.replace('{', '{"undescribed":1,') }] : []),
  ];
}

/** By a rule of the schema; rules in words have codes of their own. */
function refusedAsInvalid(answer: HttpAnswer): boolean {
  const problem = parsed(answer) as { errors?: readonly { code: string }[]; code?: string } | undefined; // or no problem
  const { errors = [], code = '' } = problem ?? {};
  if (errors.length === 0) return !/^(cursor|idempotency)\./.test(code);
  return errors.some((one) => one.code.startsWith('validation.'));
}

const parsed = ({ headers, text }: HttpAnswer): unknown =>
  /json/.test(headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined;
