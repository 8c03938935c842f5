import { entityTag } from '@gymcoach/core/table';
import type { AnyReply, Route } from '../contract/route.ts';
import type { HttpEvent, HttpResult } from './call.ts';
import { matchesNone } from './entity-tags.ts';

/**
 * A handler's reply as the gateway wants it: JSON, `ETag` from the version, 304 without body when the caller has it
 * already, `Link` to the next page. Personal data may be kept by its owner's client only if it asks again each time; `me` is
 * another person with another token, hence `Vary`.
 */
export function serialize(route: Route, event: HttpEvent, reply: AnyReply): HttpResult {
  const { status, version, body } = reply;
  const etag = version === undefined ? undefined : entityTag(version.id, version.number, version.view);
  const read = route.method === 'GET';
  const headers: Record<string, string> = {
    ...(etag === undefined ? {} : { etag }),
    ...(read && route.access !== 'public' ? { 'cache-control': 'private, no-cache', vary: 'authorization' } : {}),
    ...nextLink(route, event, body),
    ...reply.headers,
  };
  if (read && etag !== undefined && !matchesNone(event.headers['if-none-match'], etag)) {
    return { statusCode: 304, headers };
  }
  if (body === undefined) return { statusCode: status, headers };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
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
