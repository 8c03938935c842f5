import { pick } from '../seeded-random.ts';
import { brokenValues } from './broken-values.ts';
import { hostileBodies } from './hostile-bodies.ts';
import type { Operation } from './operations.ts';
import type { RequestDraft } from './request-draft.ts';

/** A draft with one thing wrong, and what. */
export interface BrokenDraft {
  readonly fault: string;
  readonly draft: RequestDraft;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const BAD_IDS = ['!', '%00', 'a%2fb', '..%5c', '%0d%0a', 'x'.repeat(200), 'inj_short', '%F0%9F%92%AA'] as const;
const BAD_HEADERS: Readonly<Record<string, readonly string[]>> = {
  'idempotency-key': ['short', 'x'.repeat(129), 'with a space inside it'],
  'if-match': ['*', 'without-quotes', '"some.other.tag"', 'W/"weak.1"', ''],
};
const CODINGS = ['gzip', 'br', 'deflate', 'identity, gzip', 'aws-chunked'] as const;
const MAX_BODY_BYTES = 256 * 1024;

type Change = (draft: RequestDraft, random: () => number) => BrokenDraft;

/** Breaks a valid draft in exactly one way. `taken` are the methods of the same path. */
export function brokenDraft(
  operation: Operation,
  taken: readonly string[],
  draft: RequestDraft,
  random: () => number,
): BrokenDraft {
  const kinds: readonly Change[] = [
    ...(operation.isPublic ? [] : [brokenToken]),
    ...(operation.body === undefined
      ? []
      : [
          brokenBody(operation),
          brokenBody(operation),
          brokenText,
          hostileText(operation),
          hostileText(operation),
          brokenMedia,
        ]),
    ...(Object.keys(draft.headers).some((name) => name in BAD_HEADERS) ? [brokenHeader, brokenHeader] : []),
    ...(operation.parameters.some(({ in: place }) => place === 'path') ? [brokenPath(operation)] : []),
    brokenQuery(operation),
    (valid) => ({
      fault: 'method',
      draft: {
        ...valid,
        method: pick(
          random,
          METHODS.filter((one) => !taken.includes(one)),
        ),
      },
    }),
  ];
  return pick(random, kinds)(draft, random);
}

const brokenToken: Change = (draft, random) => {
  const authorization = pick(random, ['', 'Bearer a.b.c', 'Bearer ', 'Basic bWU6bWU=', 'Bearer x']);
  return { fault: `token ${authorization}`, draft: { ...draft, authorization } };
};

const brokenBody =
  ({ body }: Operation): Change =>
  (draft, random) => {
    const { fault, value } = pick(random, brokenValues(body?.schema ?? {}, draft.json));
    return { fault: `body ${fault}`, draft: { ...draft, json: value } };
  };

const brokenText: Change = (draft, random) => {
  const text = JSON.stringify(draft.json);
  const [fault, raw] = pick<readonly [string, string | Uint8Array]>(random, [
    ['empty', ''],
    ['cut', text.slice(0, -1)],
    ['with more behind', `${text}}`],
    ['not JSON', '{a: 1}'],
    ['with a byte order mark', `\ufeff${text}`],
    ['with a prototype', text.replace(/\}$/, `${text === '{}' ? '' : ','}"__proto__":{"x":1}}`)],
    ['too deep', text.replace(/\}$/, `${text === '{}' ? '' : ','}"x":${'['.repeat(99)}${']'.repeat(99)}}`)],
    ['with a number beyond all', text.replace(/\}$/, `${text === '{}' ? '' : ','}"x":1e400}`)],
    ['not UTF-8', Buffer.concat([Buffer.from('{"'), Buffer.from([0xff, 0xfe]), Buffer.from('":1}')])],
    ['too large', `${text}${' '.repeat(MAX_BODY_BYTES)}`],
  ]);
  return { fault: `body ${fault}`, draft: { ...draft, raw } };
};

/** A body that the schema takes once it is parsed; where it offers no place for that, one that is no JSON. */
const hostileText =
  ({ body }: Operation): Change =>
  (draft, random) => {
    const bodies = hostileBodies(body?.schema ?? {}, draft.json);
    if (bodies.length === 0) return brokenText(draft, random);
    const { fault, text } = pick(random, bodies);
    return { fault: `body ${fault}`, draft: { ...draft, raw: text } };
  };

const brokenMedia: Change = (draft, random) => {
  const type = pick(random, [
    'text/plain',
    'application/xml',
    'application/json; charset=latin1',
    'multipart/form-data',
    '',
  ]);
  const [name, value] = random() < 0.25 ? ['content-encoding', pick(random, CODINGS)] : ['content-type', type];
  return { fault: `${name} ${value}`, draft: { ...draft, headers: { ...draft.headers, [name]: value } } };
};

const brokenHeader: Change = (draft, random) => {
  const name = pick(
    random,
    Object.keys(draft.headers).filter((one) => one in BAD_HEADERS),
  );
  const { [name]: _, ...others } = draft.headers;
  const missing = { fault: 'missing', headers: others };
  const bad = (BAD_HEADERS[name] ?? []).map((value) => ({ fault: value, headers: { ...others, [name]: value } }));
  const { fault, headers } = pick(random, [missing, ...bad]);
  return { fault: `header ${name} ${fault}`, draft: { ...draft, headers } };
};

const brokenPath =
  ({ parameters }: Operation): Change =>
  (draft, random) => {
    const names = parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name);
    const name = pick(random, names);
    const bad = pick(random, BAD_IDS);
    return { fault: `path ${name} ${bad.slice(0, 20)}`, draft: { ...draft, params: { ...draft.params, [name]: bad } } };
  };

const brokenQuery =
  ({ parameters }: Operation): Change =>
  (draft, random) => {
    const known = parameters.filter(({ in: place }) => place === 'query');
    const faults: readonly BrokenDraft[] = [
      { fault: 'query unknown', draft: { ...draft, query: [...draft.query, ['no-such-parameter', '1']] } },
      ...known.flatMap(({ name, required, schema }) => {
        const others = draft.query.filter(([one]) => one !== name);
        const texts = brokenValues(schema, undefined).filter(({ fault }) => !fault.includes('of type'));
        return [
          ...(required ? [{ fault: `query ${name} missing`, draft: { ...draft, query: others } }] : []),
          {
            fault: `query ${name} repeated`,
            draft: { ...draft, query: [...others, [name, '1'], [name, '1']] as const },
          },
          ...[
            ...texts.map(({ fault, value }) => [fault, String(value)] as const),
            ...(name === 'limit' ? [['of letters', 'ten'] as const] : []),
          ].map(([fault, value]) => ({
            fault: `query ${name}${fault}`,
            draft: { ...draft, query: [...others, [name, value]] as const },
          })),
        ];
      }),
    ];
    return pick(random, faults);
  };
