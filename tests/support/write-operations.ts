import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

/** An operation of docs/openapi.json that takes a body. */
export interface WriteOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly needsMatch: boolean;
  readonly canBeRead: boolean;
  /** Where the body may have texts: names and, for the items of lists, 0. */
  readonly texts: readonly (readonly string[])[];
  /** Every schema of an object in the body that does not refuse unknown fields. */
  readonly open: readonly string[];
  /** Body of the route's sample event, which is taken. */
  readonly sample: object;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Every one of the document; the tests have no list of their own. */
export function writeOperations(): readonly WriteOperation[] {
  // Our own file, written by scripts/openapi.ts.
  const { paths, components }: Document = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8'));
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { operationId: id, parameters = [], requestBody }]) => {
      if (requestBody === undefined) return [];
      const texts: (readonly string[])[] = [];
      const open: string[] = [];
      for (const { schema } of Object.values(requestBody.content).slice(0, 1))
        walk(schema, [], components, texts, open);
      const needsMatch = parameters.some(({ name }) => name === 'If-Match');
      const verb = method.toUpperCase();
      return [
        { id, method: verb, path, needsMatch, canBeRead: 'get' in operations, texts, open, sample: sampleOf(id) },
      ];
    }),
  );
}

function walk(
  schema: Schema,
  at: readonly string[],
  { schemas }: Document['components'],
  texts: (readonly string[])[],
  open: string[],
): void {
  const { $ref, properties, additionalProperties, items } = schema;
  const named = $ref === undefined ? undefined : schemas[$ref.slice($ref.lastIndexOf('/') + 1)];
  const [inObject, inText] = ['object', 'string'].map((type) => [schema.type].flat().includes(type));
  if (inText) texts.push(at);
  if (inObject && additionalProperties !== false) open.push(`/${at.join('/')}`);
  const parts = [named, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  for (const part of parts) if (part !== undefined) walk(part, at, { schemas }, texts, open);
  for (const [name, inner] of Object.entries(properties ?? {})) walk(inner, [...at, name], { schemas }, texts, open);
  if (items !== undefined) walk(items, [...at, '0'], { schemas }, texts, open);
}

function sampleOf(operationId: string): object {
  const name = operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const [file = ''] = globSync(`services/*/events/${name}.json`, { cwd: repositoryRoot });
  // A gateway event of ours, as tests/contract/routes.test.ts has checked.
  const event: { body?: string; isBase64Encoded?: boolean } = JSON.parse(
    readFileSync(join(repositoryRoot, file), 'utf8'),
  );
  return JSON.parse(Buffer.from(event.body ?? '{}', event.isBase64Encoded ? 'base64' : 'utf8').toString());
}
