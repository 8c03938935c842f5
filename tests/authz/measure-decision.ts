import { cpus } from 'node:os';
import { ACTIVE_ACCOUNT } from '../../layers/core/auth/account.ts';
import { decide } from '../../layers/core/auth/decide.ts';
import { principalOf } from '../../layers/core/auth/principal.ts';
import { parseRoleDocument } from '../../layers/core/auth/role-document.ts';

const NOW = 1_800_000_000_000;
const BATCHES = 300;
const PER_BATCH = 1_000;

export interface DecisionCpu {
  readonly node: string;
  readonly cpu: string;
  readonly batches: number;
  readonly perBatch: number;
  readonly decisions: readonly { readonly name: string; readonly medianUs: number; readonly p95Us: number }[];
  readonly compileRole: { readonly entries: number; readonly medianUs: number };
}

/** CPU of a decision by the number of custom roles: median over batches, microseconds. */
export function measureDecision(): DecisionCpu {
  const decisions = [0, 1, 10].flatMap((roles) => [
    timed(`own, ${roles} custom roles`, ask(roles, 'me')),
    timed(`another's (refused), ${roles} custom roles`, ask(roles, 'other')),
  ]);
  const document = { name: 'r', allow: entries(20), deny: entries(5) };
  const { medianUs } = timed('compile', () => parseRoleDocument(document), 20);
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    batches: BATCHES,
    perBatch: PER_BATCH,
    decisions,
    compileRole: { entries: 25, medianUs },
  };
}

const entries = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${['goal', 'chat', 'photo', 'upload'][index % 4]}:read:own`);

function ask(roles: number, ownerId: string): () => unknown {
  const customRoles = Array.from({ length: roles }, (_, index) => ({
    role: parseRoleDocument({ name: `r${index}`, allow: entries(10), deny: ['audit:read'] }).role,
    until: NOW + 1,
  }));
  const token = { userId: 'me', groups: [], issuedAt: NOW / 1_000 };
  const principal = principalOf(token, { account: ACTIVE_ACCOUNT, customRoles }, NOW);
  return () => decide({ principal, permission: 'plan:read', resource: { kind: 'plan', ownerId }, now: NOW });
}

function timed(name: string, work: () => unknown, perBatch = PER_BATCH) {
  const times: number[] = [];
  for (let batch = -20; batch < BATCHES; batch += 1) {
    const start = process.cpuUsage();
    const clock = process.hrtime.bigint();
    for (let call = 0; call < perBatch; call += 1) work();
    const elapsed = Number(process.hrtime.bigint() - clock) / 1_000;
    const { user, system } = process.cpuUsage(start);
    // CPU time has steps of a microsecond here and of a tick elsewhere: it is used where it is the smaller.
    if (batch >= 0) times.push(Math.min(elapsed, user + system || elapsed) / perBatch);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(3));
  return { name, medianUs: at(0.5), p95Us: at(0.95) };
}
