import { isUtf8 } from 'node:buffer';
import { AppError } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

const MAX_BYTES = 256 * 1024;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
const MERGE_PATCH_TYPE = /^application\/merge-patch\+json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
/**
 * Refuses a body by size (413), media type and coding (415) and encoding (400) before it is parsed, and hands the parser text
 * whatever way the gateway delivered it.
 */
export const readBody = (route: Route): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event }) => {
    const body = event.body ?? '';
    const bytes = event.isBase64Encoded ? Buffer.from(body, 'base64') : undefined;
    if ((bytes?.length ?? Buffer.byteLength(body)) > MAX_BYTES) {
      throw new AppError('too-large', 'limit.size', 'The body is larger than 256 kB.');
    }
    const type = event.headers['content-type'] ?? '';
    if (!JSON_TYPE.test(type) && !(route.method === 'PATCH' && MERGE_PATCH_TYPE.test(type))) {
      throw new AppError('unsupported-media', 'media.unsupported', 'Send the body as application/json in UTF-8.');
    }
    // Nothing is inflated here: 93 bytes of Brotli may stand for 50 MB.
    const coding = (event.headers['content-encoding'] ?? '').trim().toLowerCase();
    if (coding !== '' && coding !== 'identity') {
      throw new AppError('unsupported-media', 'media.coding-unsupported', 'Send the body without a content coding.');
    }
    if (bytes === undefined) return;
    if (!isUtf8(bytes)) throw new AppError('bad-request', 'body.malformed', 'The body is not UTF-8.');
    event.body = bytes.toString('utf8');
    event.isBase64Encoded = false;
  },
});

/** For the JSON parser: equal texts get equal bytes, so that what is stored can be compared. */
export const toNfc = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.normalize('NFC') : value;
