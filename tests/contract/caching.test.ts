import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { servedSources } from './parts/served-sources.ts';

interface Operation {
  readonly security?: readonly unknown[];
  readonly responses: Readonly<
    Record<
      string,
      { readonly headers?: { readonly 'Cache-Control'?: { readonly schema: { readonly const: string } } } }
    >
  >;
}

test('anybody may keep what anybody may read, and nothing else', () => {
  // Our own file, written by scripts/openapi.ts.
  const { paths }: { paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> } = JSON.parse(
    readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8'),
  );
  const shared = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { responses }]) =>
        Object.values(responses).some(({ headers }) => headers?.['Cache-Control']?.schema.const.includes('public')),
      )
      .map(([method, { security }]) => [method, path, security]),
  );
  expect(shared.toSorted()).toEqual(['/docs', '/docs/{asset}', '/openapi.json'].map((path) => ['get', path, []]));
});

test('what may be kept is said in one place', () => {
  const speaking = servedSources().filter((file) =>
    /['"]cache-control['"]/i.test(readFileSync(join(repositoryRoot, file), 'utf8')),
  );
  expect(speaking).toEqual([
    'middleware/contract/route.ts',
    'middleware/http/caching.ts',
    'middleware/http/response-headers.ts',
  ]);
});
