import fc from 'fast-check';
import {
  base64url,
  CLIENT,
  claims,
  header,
  ISSUER,
  MEMBER,
  signRaw,
  type TestKey,
} from '../../../layers/core/auth/test-pool.ts';

/** A change to a token before it is signed anew: to the members of header or payload, or to their texts. */
type Edit =
  | { readonly of: 'header' | 'claims'; readonly name: string; readonly value: unknown }
  | { readonly of: 'text'; readonly part: 0 | 1; readonly insert: string; readonly at: 'start' | 'inside' | 'end' };

/** A change to a token as it is sent, which no key has agreed to. */
type Damage =
  | { readonly kind: 'bit'; readonly part: number; readonly place: number; readonly bit: number }
  | { readonly kind: 'character'; readonly place: number; readonly character: string }
  | { readonly kind: 'order'; readonly order: readonly number[] }
  | { readonly kind: 'other-part'; readonly part: number }
  | { readonly kind: 'end'; readonly part: number; readonly text: string }
  | { readonly kind: 'last-bits'; readonly part: number; readonly step: number };

export interface Mutant {
  readonly edits: readonly Edit[];
  readonly damage: readonly Damage[];
  readonly signer: 'pool' | 'second' | 'impostor';
}

const VALUES = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, '', 0, -1, 1.5, 1e21, [], {}, [null], 'x'),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const NAMES = ['RS256', 'RS512', 'PS256', 'HS256', 'none', 'JWT', 'at+jwt', 'jwt', 'key-1', 'key-2', 'key-3'];
const TIMES = [
  -86_401, -86_400, -3_600, -60, -1, -0.5, 0, 0.5, 1, 59, 60, 60.5, 61, 3_600, 82_800, 86_399, 86_400, 86_401,
];
const HONEST = fc.constantFrom<unknown>(
  ISSUER,
  `${ISSUER}/`,
  CLIENT,
  [CLIENT],
  'access',
  'id',
  MEMBER,
  MEMBER.toUpperCase(),
  [ISSUER],
  ['coach'],
  ['admin', 1],
);
const CLAIMS = [
  'sub',
  'iss',
  'client_id',
  'token_use',
  'username',
  'cognito:groups',
  'aud',
  'scope',
  'jti',
  'auth_time',
  'note',
];
const PARAMETERS = ['alg', 'kid', 'typ', 'crit', 'b64', 'zip', 'enc', 'cty', 'jwk', 'jku', 'x5u', 'x5c', 'note'];
const INSERTS = [
  ' ',
  '\n',
  '\t',
  '"note":1,',
  '"note":{"a":1,"a":1},',
  '"sub":"x",',
  '"alg":"none",',
  '"\\u0061lg":"none",',
  '"x":"\\ud800",',
  '\uFEFF',
  ',',
  '{',
  '\u00a0',
];

const edit = (now: number): fc.Arbitrary<Edit> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        of: fc.constant('claims' as const),
        name: fc.constantFrom('exp', 'iat', 'nbf'),
        value: fc.constantFrom(...TIMES).map((by) => now + by),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        of: fc.constant('claims' as const),
        name: fc.constantFrom('exp', 'iat', 'nbf', ...CLAIMS),
        value: fc.oneof(HONEST, VALUES),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        of: fc.constant('header' as const),
        name: fc.constantFrom(...PARAMETERS),
        value: fc.oneof(fc.constantFrom<unknown>(...NAMES, ['exp'], ['b64'], false), VALUES),
      }),
    },
    fc.record({
      of: fc.constant('text' as const),
      part: fc.constantFrom(0 as const, 1 as const),
      insert: fc.constantFrom(...INSERTS),
      at: fc.constantFrom('start' as const, 'inside' as const, 'end' as const),
    }),
  );

const part = fc.nat({ max: 2 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('bit' as const), part, place: fc.nat(), bit: fc.nat({ max: 7 }) }),
  fc.record({
    kind: fc.constant('character' as const),
    place: fc.nat(),
    character: fc.constantFrom('A', '-', '_', '+', '/', '=', '.', ' ', '\n', ',', '\u0410', ''),
  }),
  fc.record({ kind: fc.constant('order' as const), order: fc.array(part, { minLength: 1, maxLength: 5 }) }),
  fc.record({ kind: fc.constant('other-part' as const), part }),
  fc.record({ kind: fc.constant('end' as const), part, text: fc.constantFrom('=', '==', ' ', '\n', 'A', 'AAAA') }),
  fc.record({ kind: fc.constant('last-bits' as const), part, step: fc.integer({ min: 1, max: 15 }) }),
);

/** Tokens from honest to hopeless; about a third are still honest enough to be taken. */
export const mutant = (now: number): fc.Arbitrary<Mutant> =>
  fc.record({
    edits: fc.array(edit(now), { maxLength: 3 }),
    damage: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 2 }) },
    ),
    signer: fc.oneof(
      { weight: 8, arbitrary: fc.constant('pool' as const) },
      fc.constantFrom('second' as const, 'impostor' as const),
    ),
  });

export interface Signers {
  readonly pool: TestKey;
  readonly second: TestKey;
  readonly impostor: TestKey;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The token that a mutant stands for. */
export function forgeMutant({ edits, damage: damages, signer }: Mutant, signers: Signers, now: number): string {
  const key = signers[signer];
  const changed = (of: 'header' | 'claims'): Readonly<Record<string, unknown>> =>
    Object.fromEntries(edits.flatMap((one) => (one.of === of ? [[one.name, one.value]] : [])));
  const texts = [JSON.stringify(header(key, changed('header'))), JSON.stringify(claims(changed('claims'), now))];
  for (const one of edits) if (one.of === 'text') texts[one.part] = inserted(texts[one.part] ?? '', one.insert, one.at);
  const other = signRaw(
    signers.second,
    JSON.stringify(header(signers.second)),
    JSON.stringify(claims({ 'cognito:groups': ['admin'] }, now)),
  );
  return damages.reduce((token, one) => damaged(token, one, other), signRaw(key, texts[0] ?? '', texts[1] ?? ''));
}

function inserted(text: string, insert: string, at: 'start' | 'inside' | 'end'): string {
  if (at === 'inside') return text.replace('{', `{${insert}`);
  return at === 'start' ? `${insert}${text}` : `${text}${insert}`;
}

function damaged(token: string, damage: Damage, other: string): string {
  const parts = token.split('.');
  const replaced = (index: number, text: string): string =>
    parts.map((one, at) => (at === index ? text : one)).join('.');
  switch (damage.kind) {
    case 'bit': {
      const bytes = Buffer.from(parts[damage.part] ?? '', 'base64url');
      const place = damage.place % Math.max(1, bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << damage.bit);
      return replaced(damage.part, base64url(bytes));
    }
    case 'character': {
      const place = damage.place % token.length;
      return `${token.slice(0, place)}${damage.character}${token.slice(place + 1)}`;
    }
    case 'order':
      return damage.order.map((index) => parts[index] ?? '').join('.');
    case 'other-part':
      return replaced(damage.part, other.split('.')[damage.part] ?? '');
    case 'end':
      return replaced(damage.part, `${parts[damage.part] ?? ''}${damage.text}`);
    case 'last-bits': {
      const text = parts[damage.part] ?? '';
      return replaced(
        damage.part,
        `${text.slice(0, -1)}${ALPHABET[ALPHABET.indexOf(text.slice(-1)) ^ damage.step] ?? 'A'}`,
      );
    }
  }
}
