import { relative } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { readApiParts } from './parts/api-parts.ts';
import { cycles, type Import, readSources, type SourceFile } from './parts/read-imports.ts';

const files = readSources(['layers/core', 'middleware', 'services', 'platform']);

/** For tests of several folders. */
const TEST_SUPPORT = ['layers/core/auth/test-pool.ts', 'layers/core/clients/dynamodb/scripted-service.ts'];

/** `smoke-deps.ts` is that of the platform's functions which have no routes: their clients weigh more than the others do. */
const DEPS = ['deps.ts', 'smoke-deps.ts'];

const isLayer = (path: string): boolean => path.startsWith('layers/');
const isMiddleware = (path: string): boolean => path.startsWith('middleware/');
const isAdapter = (path: string): boolean => /^(services\/[^/]+|platform)\/adapters\//.test(path);

/** `services/user-profile-service`, `platform`; `undefined` for what every service shares. */
const serviceOf = (path: string): string | undefined => /^(services\/[^/]+|platform)\//.exec(path)?.[1];
/** `domain`, `handlers`, `adapters`, `deps.ts`, `routes.ts`. */
const placeOf = (path: string): string => path.slice((serviceOf(path)?.length ?? -1) + 1).split('/')[0] ?? '';

/** `file imports what`, for every import that a rule does not let pass. */
const breaches = (rule: (file: SourceFile, what: Import) => boolean): readonly string[] =>
  files.flatMap((file) =>
    file.imports.flatMap((what) => (rule(file, what) ? [] : [`${file.path} imports ${what.specifier}`])),
  );

test('the sources are found, and their imports lead to files', () => {
  expect(files.length).toBeGreaterThan(80);
  expect(breaches((_file, { specifier, target }) => !specifier.startsWith('.') || target !== undefined)).toEqual([]);
});

test('only adapters and the layer import the AWS SDK', () => {
  const allowed = (path: string): boolean => isLayer(path) || isAdapter(path);
  expect(breaches(({ path }, { specifier }) => !/^@(aws-sdk|smithy)\//.test(specifier) || allowed(path))).toEqual([]);
});

test('only middleware and the entries of functions import Middy', async () => {
  const entries = (await readApiParts()).flatMap((part) => part.entries).map((file) => relative(repositoryRoot, file));
  const allowed = (path: string): boolean => isMiddleware(path) || entries.includes(path);
  expect(breaches(({ path }, { specifier }) => !specifier.startsWith('@middy/') || allowed(path))).toEqual([]);
});

test('only deps.ts and the layer read the environment', () => {
  const readers = files.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ path }) => path);
  const allowed = (path: string): boolean => isLayer(path) || DEPS.includes(placeOf(path));
  expect(readers.filter((path) => !allowed(path))).toEqual([]);
});

test('domain imports its own files, schemas, the error class and types', () => {
  const known = (specifier: string): boolean =>
    specifier === '@gymcoach/core/errors' ||
    ['@gymcoach/core/auth', '@gymcoach/core/roles'].includes(specifier) || // pure, and what the access service is about
    specifier.startsWith('@gymcoach/middleware/contract/');
  const pure = ({ path }: SourceFile, { specifier, target, value }: Import): boolean => {
    if (specifier.startsWith('.')) return target !== undefined && placeOf(target) === 'domain';
    return !value || known(specifier) || (specifier === 'typebox' && path.endsWith('.schema.ts'));
  };
  expect(breaches((file, what) => placeOf(file.path) !== 'domain' || pure(file, what))).toEqual([]);
});

test('domain knows no clock and no chance of its own', () => {
  const domain = files.filter(({ path }) => placeOf(path) === 'domain');
  const impure = domain.filter(({ text }) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/.test(text));
  expect(impure.map(({ path }) => path)).toEqual([]);
});

test('within a service, imports point to the domain', () => {
  const inward: Readonly<Record<string, readonly string[]>> = {
    domain: ['domain'],
    adapters: ['adapters', 'domain'],
    'routes.ts': ['domain', 'coaching-routes.ts'],
    'coaching-routes.ts': ['domain'],
    ...Object.fromEntries(DEPS.map((name) => [name, ['adapters', 'domain']])),
    handlers: ['handlers', 'domain', ...DEPS, 'routes.ts'],
  };
  const allowed = ({ path }: SourceFile, { target }: Import): boolean => {
    if (serviceOf(path) === undefined || target === undefined || serviceOf(target) !== serviceOf(path)) return true;
    return inward[placeOf(path)]?.includes(placeOf(target)) === true;
  };
  expect(breaches(allowed)).toEqual([]);
});

test('nobody imports upward, or from another service', () => {
  const allowed = ({ path }: SourceFile, { specifier, target }: Import): boolean => {
    if (target === undefined) return true;
    if (isLayer(path)) return isLayer(target);
    if (isMiddleware(path)) return isMiddleware(target) || isLayer(target);
    return serviceOf(target) === undefined ? specifier.startsWith('@gymcoach/') : serviceOf(target) === serviceOf(path);
  };
  expect(breaches(allowed)).toEqual([]);
});

test('the contract part of the middleware does not know the HTTP part', () => {
  const part = (path: string): boolean => path.startsWith('middleware/contract/');
  expect(breaches(({ path }, { target }) => !part(path) || target?.startsWith('middleware/http/') !== true)).toEqual(
    [],
  );
});

test('what is for tests is imported by tests only', () => {
  expect(breaches((_file, { target }) => target === undefined || !TEST_SUPPORT.includes(target))).toEqual([]);
});

test('no files import one another in a circle', () => {
  expect(cycles(files)).toEqual([]);
});

test('a circle, and only one by value, is found', () => {
  const file = (path: string, target: string, value = true): SourceFile => ({
    path,
    text: '',
    imports: [{ specifier: target, target, value }],
  });
  expect(cycles([file('a', 'b'), file('b', 'c'), file('c', 'b')])).toEqual(['b -> c -> b']);
  expect(cycles([file('a', 'b'), file('b', 'a', false)])).toEqual([]);
});
