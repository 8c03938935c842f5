import { symlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import type { Candidate, CandidateKind, Environment } from './candidate.ts';

interface Peer {
  readonly name: string;
  readonly title: string;
  readonly kind: CandidateKind;
  readonly file: string;
  readonly bundled: boolean;
}

const bundled = (name: string, title: string, kind: CandidateKind): Peer => ({
  name,
  title,
  kind,
  file: name,
  bundled: true,
});

const PEERS: readonly Peer[] = [
  bundled('floor', 'floor: a constant answer', 'floor'),
  bundled('sdk', 'no framework, AWS SDK', 'reference'),
  bundled('powertools-router', 'Powertools router', 'peer'),
  bundled('hono', 'Hono', 'peer'),
  bundled('express', 'Express 5', 'peer'),
  bundled('fastify', 'Fastify 5', 'peer'),
  bundled('naive-middy', 'naive Middy', 'peer'),
  {
    name: 'naive-middy-unbundled',
    title: 'naive Middy, unbundled',
    kind: 'reference',
    file: 'naive-middy',
    bundled: false,
  },
];

const peersFolder = fileURLToPath(new URL('../peers/', import.meta.url));
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));

/** Builds the wanted peers below `folder`, each into a task root of its own. */
export async function peers(
  folder: string,
  environment: Environment,
  wanted: (name: string) => boolean,
): Promise<Candidate[]> {
  return Promise.all(PEERS.filter(({ name }) => wanted(name)).map((peer) => prepare(peer, folder, environment)));
}

async function prepare(peer: Peer, folder: string, environment: Environment): Promise<Candidate> {
  const taskRoot = join(folder, peer.name, 'task');
  const outfile = join(taskRoot, peer.bundled ? 'index.cjs' : 'index.mjs');
  await build({
    ...(peer.bundled ? BUNDLED : UNBUNDLED),
    bundle: true,
    entryPoints: [join(peersFolder, `${peer.file}.mjs`)],
    outfile,
    platform: 'node',
    target: 'node24',
    logLevel: 'error',
  });
  if (!peer.bundled) symlinkSync(packages, join(taskRoot, 'node_modules'));
  return {
    name: peer.name,
    title: peer.title,
    kind: peer.kind,
    layout: { taskRoot, handler: 'index.handler', environment },
    sampled: false,
    bundleBytes: peer.bundled ? (await stat(outfile)).size : undefined,
  };
}

/** ES module entries first: only those of the AWS SDK can be tree-shaken, and a peer is built as well as it can be. */
const BUNDLED: BuildOptions = {
  minify: true,
  format: 'cjs',
  mainFields: ['module', 'main'],
  define: { 'process.env.NODE_ENV': '"production"' },
};
const UNBUNDLED: BuildOptions = { format: 'esm', packages: 'external' };
