import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

// Runs the proofs of authentication and enforcement in full, and records their figures in tests/authz/results: the token
// corpus, the comparison with jose, the matrix of every route, the delays of revocation, and what a verification costs.

const RESULTS = join(repositoryRoot, 'tests/authz/results');
const PROOFS = 'token-corpus|token-differential|authorization-matrix|revocation-delay';
const FIRSTS = 15;

type Figures = Readonly<Record<string, unknown>>;

const jest = join(repositoryRoot, 'node_modules/jest/bin/jest.js');
const { status } = spawnSync(
  process.execPath,
  [
    jest,
    '--selectProjects',
    'contract',
    'integration',
    '--testPathPatterns',
    PROOFS,
    '--runInBand',
    ...process.argv.slice(2),
  ],
  { cwd: repositoryRoot, stdio: 'inherit', env: { ...process.env, PROVE: '1' } },
);
if (status !== 0) process.exit(status ?? 1);

const costs = {
  cpuMicrosMedian: rounded(measure('warm')),
  firstVerificationMedian: { keysFromConfiguration: first('seeded'), keysFetchedOnLoopback: first('fetched') },
};
const corpus = join(RESULTS, 'tokens.json');
writeFileSync(corpus, `${JSON.stringify({ ...read('tokens'), verification: costs }, null, 2)}\n`);

const [tokens, differential, matrix, revocation] = ['tokens', 'jose-differential', 'matrix', 'revocation'].map(read);
console.log(
  JSON.stringify(
    {
      attacks: tokens?.['attacks'],
      wrongAnswers: tokens?.['wrongAnswers'],
      joseCases: differential?.['cases'],
      joseUnexplained: differential?.['unexplained'],
      matrix: `${matrix?.['routes']} routes x ${matrix?.['principals']} principals, ${matrix?.['wrongAnswers']} wrong`,
      longestRevocationDelayMs: revocation?.['longestDelayMs'],
      ...costs,
    },
    null,
    2,
  ),
);

function read(name: string): Figures {
  return JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8'));
}

/** Medians over fresh processes. */
function first(source: 'seeded' | 'fetched'): Figures {
  const runs = Array.from({ length: FIRSTS }, () => measure('first', source));
  const names = Object.keys(runs[0] ?? {});
  const middle = (name: string): number =>
    runs.map((run) => Number(run[name])).toSorted((a, b) => a - b)[FIRSTS >> 1] ?? 0;
  return rounded(Object.fromEntries(names.map((name) => [name, middle(name)])));
}

function measure(...what: readonly string[]): Figures {
  const script = join(repositoryRoot, 'tests/authz/tokens/measure-verification.ts');
  return JSON.parse(execFileSync(process.execPath, [script, ...what], { encoding: 'utf8' }));
}

function rounded(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(Number(value) * 100) / 100]),
  );
}
