import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readYaml } from './read-yaml.ts';

/** What `${...}` may speak of: the document, its folder, the stage and the environment. */
export interface VariableScope {
  /** The folder of the stack's serverless.yml: `${file(...)}` starts there, also inside a fragment. */
  readonly folder: string;
  readonly document: unknown;
  readonly stage: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Those of the command line, before what the document says. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Not those of CloudFormation's `!Sub`, which have no source before a colon: `${AWS::Region}`, `${pool}`, `${Table.Arn}`. */
const VARIABLE = /\$\{(?!AWS::|[\w.]+\})((?:[^${}]|\$(?!\{))*)\}/;
const MAX_ROUNDS = 100;

/**
 * The value with its `${...}` variables replaced, as far as a build on one machine needs them: `file`, `self`, `param`,
 * `sls:stage`, `opt:stage`, `env`, literals, and fallbacks after a comma. A variable that only AWS or the CLI can
 * answer becomes undefined.
 */
export function resolveVariables(value: unknown, scope: VariableScope): unknown {
  if (typeof value === 'string') return resolveText(value, scope);
  if (Array.isArray(value)) return value.map((entry) => resolveVariables(entry, scope));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolveVariables(entry, scope)]));
}

/** The value at a dotted path (`provider.httpApi.cors`), following variables on the way; undefined when absent. */
export function resolvePath(value: unknown, path: string, scope: VariableScope): unknown {
  let found = value;
  for (const key of path === '' ? [] : path.split('.')) {
    const holder = typeof found === 'string' ? resolveVariables(found, scope) : found;
    found = isRecord(holder) || Array.isArray(holder) ? (holder as Record<string, unknown>)[key] : undefined; // indexed alike
  }
  return resolveVariables(found, scope);
}

/** Innermost first, so that a variable may stand inside the address of another one. */
function resolveText(text: string, scope: VariableScope): unknown {
  let rest = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const match = VARIABLE.exec(rest);
    if (match === null) return rest;
    const value = resolveExpression(match[1] ?? '', scope);
    if (match[0] === rest) return value;
    rest = rest.replace(match[0], () => (value === undefined || value === null ? '' : String(value)));
  }
  throw new Error(`variables refer to each other in a circle: ${text}`);
}

function resolveExpression(expression: string, scope: VariableScope): unknown {
  for (const alternative of splitAlternatives(expression)) {
    const value = resolveAlternative(alternative, scope);
    if (value !== undefined) return value;
  }
  return undefined;
}

function resolveAlternative(source: string, scope: VariableScope): unknown {
  const literal = /^'(.*)'$|^"(.*)"$/s.exec(source);
  if (literal !== null) return literal[1] ?? literal[2];
  if (source === 'true' || source === 'false') return source === 'true';
  if (source === 'null') return null;
  if (/^-?\d+(\.\d+)?$/.test(source)) return Number(source);
  if (source === 'sls:stage' || source === 'opt:stage') return scope.stage;
  const file = /^file\(([^)]*)\)(?::(.*))?$/s.exec(source);
  if (file !== null) return fromFile(file[1] ?? '', file[2] ?? '', scope);
  const colon = source.indexOf(':');
  const path = source.slice(colon + 1);
  switch (source.slice(0, colon)) {
    case 'self':
      return resolvePath(scope.document, path, scope);
    case 'env':
      return scope.env[path];
    case 'param':
      return (
        scope.params?.[path] ??
        resolvePath(scope.document, `params.${scope.stage}.${path}`, scope) ??
        resolvePath(scope.document, `params.default.${path}`, scope)
      );
    default:
      return undefined;
  }
}

function fromFile(name: string, path: string, scope: VariableScope): unknown {
  const file = resolve(scope.folder, name);
  if (!existsSync(file) || !/\.(ya?ml|json)$/.test(file)) return undefined;
  return resolvePath(readYaml(file), path, scope);
}

/** Splits at commas that stand outside quotes and parentheses. */
function splitAlternatives(expression: string): readonly string[] {
  return (expression.match(/(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,'"(])+/g) ?? []).map((part) => part.trim());
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
