import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApiParts } from './parts/api-parts.ts';

test('the README of each service lists its routes with their permissions', async () => {
  for (const { name, folder, routes } of await readApiParts()) {
    if (name === 'platform') continue;
    const file = join(folder, 'README.md');
    expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true });
    const listed = [...readFileSync(file, 'utf8').matchAll(/^\| `(\w+ [^`]+)` \| (?:`([^`]+)`|signed in) \|/gm)].map(
      ([, route = '', permission]) => `${route.replace('{u}', '/v1/users/{userId}')} ${permission ?? 'signed in'}`,
    );
    const declared = [...routes.values()].map(
      ({ method, path, permission }) => `${method} ${path} ${permission ?? 'signed in'}`,
    );
    expect({ name, listed: listed.toSorted() }).toEqual({ name, listed: declared.toSorted() });
  }
});
