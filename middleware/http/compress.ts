import type { MiddlewareObj, Request } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { type Coding, chooseCoding } from './content-coding.ts';

/** Below, the headers of the answer weigh more than what is saved. */
const MIN_BYTES = 1024;
/** Measured: 5 takes up to twice as long for another 10 %. See docs/decisions/0020. */
const BROTLI_QUALITY = 4;

/**
 * Brotli or gzip for every text of more than 1 kB, problem documents and replays included: it belongs into the outer chain,
 * behind whatever writes the answer. The tag of a compressed representation is another one, with the coding as suffix.
 *
 * @example middy().use(logRequest('x')).use(compress()).use(responseHeaders())
 */
export function compress(): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  const run = ({ event, response }: Request<HttpEvent, HttpResult, Error, CallContext>): void => {
    if (response === null || response === undefined || response.isBase64Encoded === true) return;
    const headers: Record<string, string | number | boolean> = { ...response.headers };
    response.headers = headers;
    if ('content-encoding' in headers) return;
    const { coding, required } = chooseCoding(event.headers['accept-encoding']);
    if (response.statusCode === 304) {
      headers['vary'] = withCoding(headers['vary']);
      headers['etag'] = tagOfCaller(String(headers['etag']), event.headers['if-none-match'] ?? '', coding);
    }
    if (response.body === undefined || response.body === '') return;
    headers['vary'] = withCoding(headers['vary']);
    if (coding === undefined || (Buffer.byteLength(response.body) <= MIN_BYTES && !required)) return;
    response.body = deflate(Buffer.from(response.body), coding).toString('base64');
    response.isBase64Encoded = true;
    headers['content-encoding'] = coding;
    // On a refusal the tag is that of the resource, not of the problem document.
    if (headers['etag'] !== undefined && Number(response.statusCode) < 300) {
      headers['etag'] = suffixed(String(headers['etag']), coding);
    }
  };
  return {
    after: (request) => {
      run(request);
    },
    onError: (request) => {
      run(request);
    },
  };
}

const withCoding = (vary: string | number | boolean | undefined): string =>
  vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`;

const suffixed = (tag: string, coding: Coding): string => tag.replace(/"$/, `-${coding}"`);

/** The tag under which the caller keeps what has not changed; of several, the one that this request would be answered with. */
function tagOfCaller(tag: string, header: string, coding: Coding | undefined): string {
  const known = header.split(',').map((text) => text.trim().replace(/^W\//, ''));
  const all = [suffixed(tag, 'br'), suffixed(tag, 'gzip'), tag];
  const candidates = coding === undefined ? [tag] : [suffixed(tag, coding), tag];
  return [...candidates, ...all].find((candidate) => known.includes(candidate)) ?? tag;
}

/** At once: a container has one request, and a thread would cost more than the half millisecond of 100 kB. */
function deflate(text: Buffer, coding: Coding): Buffer {
  const zlib = process.getBuiltinModule('node:zlib'); // two milliseconds that a container with small answers never pays
  if (coding === 'gzip') return zlib.gzipSync(text);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return zlib.brotliCompressSync(text, {
    params: {
      [BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
      [BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}
