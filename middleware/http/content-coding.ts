/** Codings that we can make; the first is preferred where the caller likes both the same. */
const OURS = ['br', 'gzip'] as const;
export type Coding = (typeof OURS)[number];

const WEIGHT = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/**
 * The coding of `Accept-Encoding` that an answer gets (RFC 9110, 12.5.3), undefined for none. `required` says that the
 * caller refuses the plain text. Where nothing that we have is accepted, the text goes out plain all the same: an answer
 * that can be read by luck is better than a 406.
 *
 * @example chooseCoding('gzip;q=0.8, br') // { coding: 'br', required: false }
 */
export function chooseCoding(header = ''): { readonly coding: Coding | undefined; readonly required: boolean } {
  const weights = new Map(header.split(',').map(readWeight));
  const others = weights.get('*');
  const plain = weights.get('identity') ?? (others === 0 ? 0 : undefined);
  let coding: Coding | undefined;
  let best = plain ?? 0;
  for (const candidate of OURS) {
    const weight = weights.get(candidate) ?? others ?? 0;
    // The first one has to reach what plain text is worth, the next to be better.
    if (weight > 0 && (coding === undefined ? weight >= best : weight > best)) {
      coding = candidate;
      best = weight;
    }
  }
  return { coding, required: coding !== undefined && plain === 0 };
}

/** A weight that is none counts as a refusal. */
function readWeight(part: string): readonly [string, number] {
  const [name = '', parameter] = part.split(';').map((text) => text.trim().toLowerCase());
  return [name, parameter === undefined ? 1 : Number(WEIGHT.exec(parameter)?.[1] ?? 0)];
}
