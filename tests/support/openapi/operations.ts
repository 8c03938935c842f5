import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

/** As much of JSON Schema 2020-12 as docs/openapi.json uses in requests. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

/** One operation of docs/openapi.json, as far as a request has to know it. */
export interface Operation {
  readonly operationId: string;
  /** Upper case. */
  readonly method: string;
  /** Template: `/v1/users/{userId}/profile`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly isPublic: boolean;
  readonly body: { readonly schema: Schema; readonly mediaTypes: readonly string[] } | undefined;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}
interface Described {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Every operation of the document, in its order. */
export function documentedOperations(): readonly Operation[] {
  const document = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8')) as Document; // our own file
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], security, requestBody }]): Operation => {
      const content = Object.entries(requestBody?.content ?? {});
      const schema = content[0]?.[1].schema;
      return {
        operationId,
        method: method.toUpperCase(),
        path,
        parameters,
        isPublic: security?.length === 0,
        body: schema === undefined ? undefined : { schema, mediaTypes: content.map(([type]) => type) },
      };
    }),
  );
}
