import { parseSync } from '@swc/core';
import { transformSync } from 'esbuild';

/** One change to a module: `code` is the whole of it, as JavaScript. */
export interface Mutant {
  /** Line of the JavaScript, what stood there and what stands there now. */
  readonly name: string;
  readonly operator: string;
  readonly code: string;
}

interface Change {
  readonly operator: string;
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

interface Node {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly [field: string]: unknown;
}
type Rewrite = (node: Node, text: (of: unknown) => string) => readonly (readonly [operator: string, by: string])[];

const WIDER: Readonly<Record<string, string>> = { own: 'any', assigned: 'any', any: 'own' };
const EDGES: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const OPPOSITES: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
};
/** Calls that answer yes or no. */
const TESTS = /\.(?:has|includes|some|every)\(|^(?:is|may)[A-Z]\w*\(|^named\(/;

const REWRITES: Readonly<Record<string, Rewrite>> = {
  BinaryExpression({ operator, left, right }, text) {
    const [one, other, sign] = [text(left), text(right), String(operator)];
    if (sign === '&&' || sign === '||')
      return [
        ['condition dropped', one],
        ['condition dropped', other],
      ];
    if (sign === '??') return [['default dropped', one]];
    return [
      ...(sign in EDGES ? ([['edge moved', `${one} ${EDGES[sign]} ${other}`]] as const) : []),
      ...(sign in OPPOSITES ? ([['condition negated', `${one} ${OPPOSITES[sign]} ${other}`]] as const) : []),
    ];
  },
  UnaryExpression: ({ operator, argument }, text) => (operator === '!' ? [['condition negated', text(argument)]] : []),
  ConditionalExpression: ({ consequent, alternate }, text) => [
    ['branch dropped', text(consequent)],
    ['branch dropped', text(alternate)],
  ],
  CallExpression: (node, text) => (TESTS.test(text(node)) ? [['condition negated', `!(${text(node)})`]] : []),
  StringLiteral: ({ value }) => {
    const wider = WIDER[String(value)];
    return wider === undefined ? [] : [['scope changed', JSON.stringify(wider)]];
  },
};

/** Every single change of a TypeScript module that should change a decision, or only of one of its constants. */
export function mutantsOf(source: string, within?: string): readonly Mutant[] {
  const { code } = transformSync(source, { loader: 'ts', format: 'esm', charset: 'ascii' });
  const tree = parseSync(code, { syntax: 'ecmascript', target: 'es2022' }) as unknown as Node; // every node has a type and a span
  const base = tree.span.start; // spans go on from one parse to the next
  const at = (node: Node): readonly [number, number] => [node.span.start - base, node.span.end - base];
  const text = (of: unknown): string => code.slice(...at(of as Node)); // only called with nodes
  const changes: Change[] = [];
  walk(tree, (node) => {
    const [from, to] = at(node);
    for (const [operator, by] of REWRITES[node.type]?.(node, text) ?? [])
      changes.push({ operator, from, to, by: `(${by})` });
    changes.push(...dropped(node, at, text), ...skipped(node, at));
  });
  const [start, end] = within === undefined ? [0, code.length] : extentOf(within, code);
  const chosen = changes.filter(({ from, to }) => start <= from && to <= end);
  return chosen.map(({ operator, from, to, by }) => ({
    operator,
    name: `line ${code.slice(0, from).split('\n').length}: ${brief(code.slice(from, to))} -> ${brief(by)}`,
    code: code.slice(0, from) + by + code.slice(to),
  }));
}

/** Each entry of a list, and each kind that a table of permissions is made for. */
function dropped(
  node: Node,
  at: (node: Node) => readonly [number, number],
  text: (of: unknown) => string,
): readonly Change[] {
  const isCall = node.type === 'CallExpression' && /^(?:every|readAndList)\(/.test(text(node));
  if (node.type !== 'ArrayExpression' && !isCall) return [];
  const list = node[isCall ? 'arguments' : 'elements'] as readonly {
    readonly spread?: unknown;
    readonly expression: Node;
  }[]; // by the node's type
  const isPair =
    !isCall &&
    list.length > 1 &&
    list[0]?.expression.type === 'StringLiteral' &&
    /Expression$|^Identifier$/.test(list.at(-1)?.expression.type ?? '') &&
    !list.every(({ expression }) => expression.type === 'StringLiteral');
  if (isPair) return []; // a rule: dropped as a whole, by the list that it is in
  return list.map(({ expression, spread }) => {
    const [from, to] = at(expression);
    const dots = spread == null ? 0 : 3;
    // An empty spread keeps the commas right.
    return { operator: 'entry dropped', from: from - dots, to, by: '...[]' };
  });
}

/** What an `if` guards: never, and always. */
function skipped(node: Node, at: (node: Node) => readonly [number, number]): readonly Change[] {
  if (node.type !== 'IfStatement') return [];
  const [from, to] = at(node['test'] as Node); // an if has one
  return ['true', 'false'].map((by) => ({ operator: 'guard fixed', from, to, by }));
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && 'span' in value) visit(value as Node); // what has both is a node
    if ('type' in value && value.type === 'ImportDeclaration') return;
    for (const child of Object.values(value)) walk(child, visit);
  }
}

function extentOf(name: string, code: string): readonly [number, number] {
  const start = code.indexOf(`const ${name} =`);
  if (start < 0) throw new Error(`there is no ${name} to change`);
  return [start, code.indexOf(';\n', start)];
}

const brief = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 120);
