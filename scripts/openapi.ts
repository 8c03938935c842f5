import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapi, type RouteModule } from '../middleware/contract/openapi.ts';

const root = join(import.meta.dirname, '..');

/** The description of the whole API, from the routes of the platform and of every service. */
export async function describeApi(): Promise<string> {
  const folders = readdirSync(join(root, 'services')).filter((name) => name.endsWith('-service'));
  const sources = [...folders.map((name) => `services/${name}`), 'platform'];
  const modules: readonly RouteModule[] = await Promise.all(
    sources.map(async (folder) => ({
      tag: folder.replace(/^services\//, '').replace(/-service$/, ''),
      exports: await import(join(root, folder, 'routes.ts')),
    })),
  );
  const info = {
    title: 'GymCoach API',
    version: '1.0.0',
    description: [
      'Fitness coaching over REST. Every refusal is a problem document (RFC 9457) with a permanent `code`.',
      'Answers of more than 1 kB are compressed (br, gzip) where `Accept-Encoding` allows; `Accept` is ignored. A read may be',
      'kept by its caller only and is asked for anew each time (`private, no-cache` and `ETag`), unless its `Cache-Control`',
      'is given here; a write is `no-store`.',
    ].join(' '),
    license: { name: 'MIT', identifier: 'MIT' },
  };
  return `${JSON.stringify(openapi(info, modules), null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, 'docs/openapi.json'), await describeApi());
}
