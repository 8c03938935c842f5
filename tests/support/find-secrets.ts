/** Stands in every name, note and file that the tests write, so that it can be looked for where it must not be. */
export const CANARY = 'canary-4b1d';

/** One of each kind of what people tell us, or what tells of them. */
export const CANARIES: readonly string[] = [
  `${CANARY} cries after squats`,
  `${CANARY}@example.com`,
  '+41 79 555 01 42',
  'weighs 83417 g',
  'u/11111111-1111-4111-8111-111111111111/avatar/upl_01J8Z3K5QW7RT9V1XA2BC4DE6F.png',
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
];

const NEVER_PRINTED: Readonly<Record<string, RegExp>> = {
  'text of a person': new RegExp(CANARY),
  'an e-mail address': /[\w.+-]+(?:@|%40)[\w-]+\.\w+/,
  'a phone number': /(?:\+|%2B)41(?: |%20|\+)?79/,
  // Between other signs than digits: the milliseconds of a time stamp end in any five digits now and then.
  'a weight': /(?<![\da-f])83417(?![\da-f])/,
  'the key of a picture': /\bu(?:\/|%2F)[\da-f-]{36}(?:\/|%2F)avatar/i,
  'a token': /\beyJ[\w-]{10,}/,
  'an authorization header': /Bearer [\w-]{10,}/,
  'the signature of a URL': /X-Amz-Signature|x-amz-credential/i,
  'sample data of a person': /Maya Member|Otto Other|Lifts three times|long descents|1991-04-17/,
};

/** What of the things that must not be logged stands in `printed`: with the line, up to three each. */
export function findSecrets(printed: string, tokens: readonly string[]): readonly string[] {
  const lines = printed.split('\n');
  const search = (what: string, isIn: (line: string) => boolean): readonly string[] =>
    lines
      .filter(isIn)
      .slice(0, 3)
      .map((line) => `${what}: ${line.slice(0, 500)}`);
  return [
    ...Object.entries(NEVER_PRINTED).flatMap(([what, pattern]) => search(what, (line) => pattern.test(line))),
    ...tokens.flatMap((token) => search('the signature of a token', (line) => line.includes(token.slice(-40)))),
  ];
}
