import type { ServiceNames } from './service-names.ts';

/** TypeScript of the new service, by path in its folder: one versioned singleton with a note, read and changed. */
export const sourceFiles = (names: ServiceNames): Readonly<Record<string, string>> => ({
  ...outside(names),
  ...domain(names),
});

function outside({ kebab, camel, pascal, upper, words, kind }: ServiceNames): Readonly<Record<string, string>> {
  return {
    'routes.ts': `import { UserPath } from '@gymcoach/middleware/contract/fields';
import { route } from '@gymcoach/middleware/contract/route';
import { ${pascal}, ${pascal}Patch } from './domain/${kebab}.schema.ts';

export const get${pascal} = route({
  method: 'GET',
  path: '/v1/users/{userId}/${kebab}',
  summary: 'Read the ${words}',
  description: 'Before the first change: the defaults, as version 0.',
  permission: '${kind}:read',
  params: UserPath,
  versioned: true,
  returns: { 200: ${pascal} },
});

export const update${pascal} = route({
  method: 'PATCH',
  path: '/v1/users/{userId}/${kebab}',
  summary: 'Change the ${words}',
  permission: '${kind}:update',
  params: UserPath,
  body: ${pascal}Patch,
  precondition: 'if-match',
  versioned: true,
  returns: { 200: ${pascal} },
});
`,
    'deps.ts': `import { createPlatform, type Platform } from '@gymcoach/core/platform';
import { ${camel}Stores } from './adapters/${kebab}-stores.ts';
import type { Stores } from './domain/ports.ts';

/** Everything that a handler of this service may ask for. */
export interface Deps extends Platform, Stores {}

const platform = createPlatform();

export const deps: Deps = { ...platform, ...${camel}Stores(platform) };
`,
    [`adapters/${kebab}-stores.ts`]: `import { createCollection, keys, type Table } from '@gymcoach/core/table';
import { DEFAULT_${upper} } from '../domain/change-${kebab}.ts';
import { isStored${pascal} } from '../domain/${kebab}.schema.ts';
import type { Stores } from '../domain/ports.ts';

/** The service's resources in the domain table. */
export function ${camel}Stores(tables: { readonly main: Table; readonly ephemeral: Table; readonly now: () => number }): Stores {
  return {
    ${camel}: createCollection({
      table: tables.main,
      ephemeral: tables.ephemeral,
      now: tables.now,
      type: '${kebab}',
      key: keys.${camel},
      parse: isStored${pascal},
      defaults: DEFAULT_${upper},
    }),
  };
}
`,
    'handlers/api.ts': `import { afterPriming } from '@gymcoach/core/priming';
import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { get${pascal} } from './get-${kebab}.ts';

export const handler = httpApi({
  service: '${kebab}',
  auth: deps.auth,
  onRefusal: deps.onRefusal,
  endpoints: [on(routes.get${pascal}, get${pascal}(deps))],
  changes: async () => (await import('./changes.ts')).changes,
});

// biome-ignore lint/suspicious/noThenProperty: Lambda's runtime waits for it
export const then = afterPriming({ handler }, {
  prime: deps.prime,
  rehearse: async () => (await import('@gymcoach/middleware/http/rehearse')).rehearse(routes.get${pascal}, deps),
});
`,
    'handlers/changes.ts': `import { type Endpoint, on } from '@gymcoach/middleware/http/call';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { update${pascal} } from './update-${kebab}.ts';

/** What changes something; loaded by the first such request. */
export const changes: readonly Endpoint[] = [on(routes.update${pascal}, update${pascal}(deps))];
`,
    [`handlers/get-${kebab}.ts`]: `import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { ${upper}_ID } from '../domain/change-${kebab}.ts';
import type * as routes from '../routes.ts';

export const get${pascal} =
  ({ ${camel} }: Pick<Deps, '${camel}'>): Handler<typeof routes.get${pascal}> =>
  async ({ params }) => ({ status: 200, ...presentResource(await ${camel}.read(params.userId, ${upper}_ID)) });
`,
    [`handlers/update-${kebab}.ts`]: `import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { ${upper}_ID, update${pascal} as update } from '../domain/change-${kebab}.ts';
import type * as routes from '../routes.ts';

export const update${pascal} =
  (deps: Pick<Deps, '${camel}'>): Handler<typeof routes.update${pascal}> =>
  async ({ params, body, ifMatch }) => ({
    status: 200,
    ...presentResource(await update(deps, params.userId, versionsOf(ifMatch, ${upper}_ID), body)),
  });
`,
  };
}

function domain({ kebab, camel, pascal, upper }: ServiceNames): Readonly<Record<string, string>> {
  return {
    [`domain/${kebab}.schema.ts`]: `import { stamps } from '@gymcoach/middleware/contract/fields';
import { nullable } from '@gymcoach/middleware/contract/nullable';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

const note = Type.String({ maxLength: 500, format: 'lines' });

const stored = { note: Type.Optional(note) };
const Stored${pascal} = Type.Object(stored, { additionalProperties: false });
export type Stored${pascal} = Static<typeof Stored${pascal}>;
export const isStored${pascal} = validator(Stored${pascal});

/** \`null\` takes an optional field away. */
export const ${pascal}Patch = Type.Object(
  { note: Type.Optional(nullable(note)) },
  { additionalProperties: false, minProperties: 1 },
);
export type ${pascal}Patch = Static<typeof ${pascal}Patch>;

export const ${pascal} = Type.Object({ ...stored, ...stamps }, { $id: '${pascal}' });
`,
    'domain/ports.ts': `import type { Collection } from '@gymcoach/core/table';
import type { Stored${pascal} } from './${kebab}.schema.ts';

/** What the use cases need of the world: versioned resources by owner and id. */
export interface Stores {
  readonly ${camel}: Collection<Stored${pascal}>;
}
`,
    [`domain/change-${kebab}.ts`]: `import type { Versioned } from '@gymcoach/core/table';
import { patched } from '@gymcoach/middleware/contract/patched';
import { isStored${pascal}, type Stored${pascal}, type ${pascal}Patch } from './${kebab}.schema.ts';
import type { Stores } from './ports.ts';

export const ${upper}_ID = '${kebab}';

/** What applies while nothing was chosen. */
export const DEFAULT_${upper}: Stored${pascal} = {};

/** Throws 412 with the current version. */
export const update${pascal} = (
  { ${camel} }: Pick<Stores, '${camel}'>,
  userId: string,
  expected: readonly number[],
  patch: ${pascal}Patch,
): Promise<Versioned<Stored${pascal}>> =>
  ${camel}.update(userId, ${upper}_ID, expected, (current) => patched(isStored${pascal}, current, patch));
`,
    [`domain/change-${kebab}.test.ts`]: `import { ${upper}_ID, update${pascal} } from './change-${kebab}.ts';

const never = { id: ${upper}_ID, ownerId: 'me', version: 0, createdAt: undefined, updatedAt: undefined, data: {} };

test('changes the note and leaves the rest', async () => {
  const update = async (_owner: string, _id: string, _expected: readonly number[], change: (data: object) => object) => ({
    ...never,
    data: change({ note: 'before' }),
  });
  const stores = { ${camel}: { update } } as unknown as Parameters<typeof update${pascal}>[0]; // nothing else is called
  expect((await update${pascal}(stores, 'me', [0], { note: 'after' })).data).toEqual({ note: 'after' });
});
`,
  };
}
