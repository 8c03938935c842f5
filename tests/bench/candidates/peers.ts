import { symlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import type { World } from '../parts/world.ts';
import { type Candidate, type CandidateKind, onTransport, type Transport } from './candidate.ts';

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

/** Builds the wanted peers, each into a task root of its own, and hands them out once per wanted transport. */
export async function peers(world: World, wanted: (name: string) => boolean): Promise<Candidate[]> {
  const prepared = await Promise.all(
    PEERS.map(async (peer) => {
      const transports: readonly Transport[] = peer.bundled ? ['http', 'tls'] : ['http'];
      const chosen = transports.filter((transport) => wanted(onTransport(peer.name, transport)));
      return chosen.length === 0 ? [] : prepare(peer, chosen, world);
    }),
  );
  return prepared.flat();
}

async function prepare(peer: Peer, transports: readonly Transport[], world: World): Promise<Candidate[]> {
  const taskRoot = join(world.folder, peer.name, 'task');
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
  const sizes = peer.bundled ? { bundle: (await stat(outfile)).size } : {};
  return transports.map((transport) => ({
    name: onTransport(peer.name, transport),
    kind: peer.kind,
    title: peer.title,
    transport,
    layout: { taskRoot, handler: 'index.handler', environment: world.environments[transport] },
    sampled: false,
    sizes,
  }));
}

/** ES module entries first: only those of the AWS SDK can be tree-shaken, and a peer is built as well as it can be. */
const BUNDLED: BuildOptions = {
  minify: true,
  format: 'cjs',
  mainFields: ['module', 'main'],
  define: { 'process.env.NODE_ENV': '"production"' },
};
const UNBUNDLED: BuildOptions = { format: 'esm', packages: 'external' };
