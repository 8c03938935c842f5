import { createKeepAliveClient, type HttpAnswer } from '../../support/keep-alive-client.ts';
import { writeRequest } from '../../support/openapi/request-draft.ts';
import { createRequestSource, type GeneratedRequest } from '../../support/openapi-requests.ts';
import { expectDescribed } from '../../support/openapi-response.ts';
import { type Platform, startPlatform } from '../../support/start-platform.ts';
import type { Figures, ProofRun } from '../proof.ts';

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
}
type Violation = 'serverError' | 'undescribed' | 'validRefused' | 'faultAccepted';

/**
 * `size` generated requests to the local platform over HTTP: valid by every schema, or with exactly one fault. Each answer is
 * compared with docs/openapi.json; what is valid is never refused as invalid, and what is not never succeeds.
 */
export async function measureFuzz({ seed, size }: ProofRun): Promise<Figures> {
  const platform = await startPlatform({ env: { GYMCOACH_RATE_LIMITS: MANY } });
  try {
    return await fuzz(platform, { seed, size });
  } finally {
    await platform.stop();
  }
}

const MANY = 'read=1000000/1 write=1000000/1 sensitive=1000000/1';

async function fuzz(platform: Platform, { seed, size }: ProofRun): Promise<Figures> {
  const tokens = new Map<string, string>();
  for (const name of CALLERS) tokens.set(name, await platform.token(name));
  const people = (name: string) => ({ name, id: platform.userId(name) });
  const tally: Tally = {
    ...{ statuses: new Map(), operations: new Set(), faults: new Set(), violations: [] },
    ...{ valid: 0, faulty: 0, succeeded: 0 },
  };
  const client = createKeepAliveClient(platform.url);
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
    kindsOfFault: tally.faults.size,
    succeeded: tally.succeeded,
    serverErrors: count('serverError'),
    undescribed: count('undescribed'),
    validRefused: count('validRefused'),
    faultsAccepted: count('faultAccepted'),
    examples: tally.violations.slice(0, EXAMPLES).map(({ kind, example }) => `${kind}: ${example}`),
    statuses: Object.fromEntries([...tally.statuses].sort(([a], [b]) => a - b)),
  };
}

function authorization({ operation, caller, draft }: GeneratedRequest, tokens: ReadonlyMap<string, string>): string {
  if (draft.authorization !== undefined) return draft.authorization;
  if (operation.isPublic) return operation.path === '/health/ready' ? SIGNED : '';
  return `Bearer ${tokens.get(caller.name)}`;
}

function judge(
  tally: Tally,
  { operation, draft, fault, caller }: GeneratedRequest,
  target: string,
  answer: HttpAnswer,
): void {
  const { status, headers, text } = answer;
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  tally.operations.add(operation.operationId);
  if (fault === undefined) tally.valid += 1;
  else tally.faulty += 1;
  if (fault !== undefined) tally.faults.add(fault.replaceAll(/\d+/g, '0'));
  if (status < 400) tally.succeeded += 1;
  const note = (kind: Violation, why: string): void => {
    const sent = JSON.stringify(draft.json ?? null).slice(0, 200);
    const example = `${caller.name} ${draft.method} ${target.slice(0, 160)} ${sent} [${fault ?? 'valid'}] -> ${status} ${why.slice(0, 300)}`;
    tally.violations.push({ kind, example });
  };
  if (status >= 500) note('serverError', text);
  if (fault !== undefined && status < 400) note('faultAccepted', '');
  if (fault === undefined && status === 400 && refusedAsInvalid(answer)) note('validRefused', text);
  try {
    expectDescribed(draft.method, target, status, headers, text);
  } catch (error) {
    note('undescribed', String(error));
  }
}

/** By a rule of the schema; rules in words have codes of their own. */
function refusedAsInvalid(answer: HttpAnswer): boolean {
  const { errors = [], code = '' } = parsed(answer) as { errors?: readonly { code: string }[]; code?: string }; // a problem
  if (errors.length === 0) return !/^(cursor|idempotency)\./.test(code);
  return errors.some((one) => one.code.startsWith('validation.'));
}

const parsed = ({ headers, text }: HttpAnswer): unknown =>
  /json/.test(headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined;
