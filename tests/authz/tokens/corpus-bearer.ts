import { type Forge, otherSpelling } from './forge.ts';
import { refused, type TokenCase, taken } from './token-case.ts';

/** The `Authorization` header itself, and the spelling of the three parts. */
export function bearerCases({
  token,
  parts: [head, payload, signature],
  withClaims,
  withText,
}: Forge): readonly TokenCase[] {
  const base64 = (part: string): string => part.replaceAll('-', '+').replaceAll('_', '/');
  // A header and a payload whose lengths leave bits over, so that there is another spelling of them.
  const open = withText({ head: (text) => spelled(text, 1), payload: (text) => spelled(text, 1) });
  const [openHead = '', openPayload = '', openSignature = ''] = open.slice('Bearer '.length).split('.');
  const special = withText({ head: withSpecials, payload: withSpecials });
  const [specialHead = '', specialPayload = '', specialSignature = ''] = special.slice('Bearer '.length).split('.');
  return [
    ...taken('bearer', {
      'the scheme as it is usually written': `Bearer ${token}`,
      'the scheme in lower case': `bearer ${token}`,
      'the scheme in mixed case': `bEARER ${token}`,
      '- and _ in every part': special,
      'a header and a payload of other lengths': open,
    }),
    ...refused('bearer', {
      'no header': undefined,
      'an empty header': '',
      'a space': ' ',
      'a scheme alone': 'Bearer',
      'a scheme and a space': 'Bearer ',
      'a token without a scheme': token,
      'the scheme Basic': `Basic ${token}`,
      'the scheme Digest': `Digest ${token}`,
      'the scheme DPoP': `DPoP ${token}`,
      'the scheme Bearer with a colon': `Bearer: ${token}`,
      'a scheme that begins like Bearer': `BearerToken ${token}`,
      'two schemes': `Bearer Bearer ${token}`,
      'the scheme in full-width letters': `Ｂｅａｒｅｒ ${token}`,
      'no space': `Bearer${token}`,
      'two spaces': `Bearer  ${token}`,
      'a tab': `Bearer\t${token}`,
      'a no-break space': `Bearer\u00a0${token}`,
      'a space before': ` Bearer ${token}`,
      'a space after': `Bearer ${token} `,
      'a line feed after': `Bearer ${token}\n`,
      'a carriage return and a line feed after': `Bearer ${token}\r\n`,
      'a zero byte after': `Bearer ${token}\0`,
      'a zero-width space after': `Bearer ${token}\u200b`,
      'the token in quotes': `Bearer "${token}"`,
      'the token as a parameter': `Bearer token="${token}"`,
      'a parameter after the token': `Bearer ${token}; realm=x`,
      'two headers joined by a comma': `Bearer ${token},Bearer ${token}`,
      'two headers joined by a comma and a space': `Bearer ${token}, Bearer ${token}`,
      'Basic before Bearer, joined': `Basic bTpw, Bearer ${token}`,
      'a trailing comma': `Bearer ${token},`,
      'two tokens in one header': `Bearer ${token} ${token}`,
      'more than 8 KB': withClaims({ filler: 'x'.repeat(8_192) }),
      'more than 100 KB': `Bearer ${'a'.repeat(100_000)}.${payload}.${signature}`,
    }),
    ...refused('parts', {
      'one part': `Bearer ${payload}`,
      'two parts': `Bearer ${head}.${payload}`,
      'four parts': `Bearer ${token}.${signature}`,
      'five parts, as an encrypted token has': `Bearer ${head}.${payload}.${payload}.${payload}.${signature}`,
      'dots alone': 'Bearer ..',
      'an empty signature': `Bearer ${head}.${payload}.`,
      'an empty header part': `Bearer .${payload}.${signature}`,
      'an empty payload, detached': `Bearer ${head}..${signature}`,
      'a dot before': `Bearer .${token}`,
      'the parts in another order': `Bearer ${payload}.${head}.${signature}`,
      'a flattened JSON serialization': `Bearer ${JSON.stringify({ protected: head, payload, signature })}`,
      'a signature cut short': `Bearer ${head}.${payload}.${signature.slice(0, 300)}`,
      'a signature of zeros': `Bearer ${head}.${payload}.${'A'.repeat(signature.length)}`,
      'a signature twice over': `Bearer ${head}.${payload}.${signature}${signature}`,
      'a flipped first character': `Bearer ${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    }),
    ...refused('base64url', {
      'padding on the header': `Bearer ${head}=.${payload}.${signature}`,
      'padding on the payload': `Bearer ${head}.${payload}=.${signature}`,
      'padding on the signature': `Bearer ${token}=`,
      'all the padding that base64 wants': `Bearer ${head}.${payload}.${signature}==`,
      'padding on every part': `Bearer ${head}=.${payload}=.${signature}==`,
      'percent-encoded padding': `Bearer ${token}%3D%3D`,
      'base64 in the header': `Bearer ${base64(specialHead)}.${specialPayload}.${specialSignature}`,
      'base64 in the payload': `Bearer ${specialHead}.${base64(specialPayload)}.${specialSignature}`,
      'base64 in the signature': `Bearer ${head}.${payload}.${base64(`-_${signature.slice(2)}`)}`,
      'trailing bits in the header': `Bearer ${otherSpelling(openHead)}.${openPayload}.${openSignature}`,
      'trailing bits in the payload': `Bearer ${openHead}.${otherSpelling(openPayload)}.${openSignature}`,
      'trailing bits in the signature': `Bearer ${head}.${payload}.${otherSpelling(signature)}`,
      'a header of an impossible length': `Bearer A.${payload}.${signature}`,
      'a payload of an impossible length': `Bearer ${head}.A.${signature}`,
      'a space in the header': `Bearer ${head.slice(0, 4)} ${head.slice(4)}.${payload}.${signature}`,
      'a line feed in the payload': `Bearer ${head}.${payload.slice(0, 4)}\n${payload.slice(4)}.${signature}`,
      'a line feed in the signature': `Bearer ${head}.${payload}.${signature.slice(0, 64)}\n${signature.slice(64)}`,
      'a character outside the alphabet': `Bearer ${head}.${payload}.${signature.slice(0, -1)}!`,
      'a Cyrillic letter for a Latin one': `Bearer ${head}.${payload}.${signature.slice(0, -1)}\u0410`,
    }),
  ];
}

/** Whitespace inside, until the length of the text leaves `rest` over three. */
function spelled(text: string, rest: number): string {
  let padded = text;
  while (Buffer.byteLength(padded) % 3 !== rest) padded = padded.replace(/}$/, ' }');
  return padded;
}

/** A member whose text gives `-` or `_` at each of the three positions that it can fall on. */
const withSpecials = (text: string): string => text.replace(/}$/, `,"x-note":"~~~???~?~?>>>"}`);
