import type { AnyReply, Route } from '../contract/route.ts';
import { cachingHeaders, tagOf } from './caching.ts';
import type { HttpEvent, HttpResult } from './call.ts';
import { matchesNone } from './entity-tags.ts';

/**
 * A handler's reply as the gateway wants it: JSON, `ETag` from the version, 304 without body when the caller has it
 * already, `Link` to the next page, and what a cache may do with it.
 */
export function serialize(route: Route, event: HttpEvent, reply: AnyReply): HttpResult {
  const { status, body } = reply;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const etag = tagOf(route, reply, text, event.requestContext.timeEpoch);
  const read = route.method === 'GET';
  const headers: Record<string, string> = {
    ...(etag === undefined ? {} : { etag }),
    ...cachingHeaders(route),
    ...nextLink(route, event, body),
    ...reply.headers,
  };
  if (read && etag !== undefined && !matchesNone(event.headers['if-none-match'], etag)) {
    return { statusCode: 304, headers };
  }
  if (text === undefined) return { statusCode: status, headers };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  };
}

function nextLink(route: Route, event: HttpEvent, body: unknown): Readonly<Record<string, string>> {
  if (route.paged === undefined) return {};
  const { page } = body as { page?: { nextCursor?: string } }; // the shape of every paged answer
  if (page?.nextCursor === undefined) return {};
  const query = new URLSearchParams(event.rawQueryString);
  query.set('cursor', page.nextCursor);
  return { link: `<${event.rawPath}?${query}>; rel="next"` };
}
