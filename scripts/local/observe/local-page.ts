import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { OWN_PATH } from '../gateway/route-table.ts';
import type { GatewayObserver } from '../gateway.ts';
import type { Recorder } from './recorder.ts';

/** As a browser writes them; a name that only resolves to this machine is another site's (DNS rebinding). */
const HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;
const JSON_TYPE = 'application/json';
const DATA = `${OWN_PATH}/data`;

/**
 * What the gateway answers below `/_local`: the page, `/_local/data` (`?after=<sequence>`: only entries since then) and
 * `/_local/data/<id>`. For this machine alone: to GET, under a name of its own, to no other site.
 */
export function localPage(
  recorder: Pick<Recorder, 'data' | 'details'>,
  build: () => Promise<LocalPage> = buildPage,
): GatewayObserver['serve'] {
  let page: Promise<LocalPage> | undefined;
  return async (request, response) => {
    const respond = (status: number, type: string, body: string, policy = policyOf()): void => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        ...(status === 405 ? { allow: 'GET' } : {}),
        ...(request.complete ? {} : { connection: 'close' }), // a body that nobody reads
      });
      response.end(body);
    };
    const refuse = (status: number, message: string): void => respond(status, JSON_TYPE, JSON.stringify({ message }));
    if (!HOST.test(request.headers.host ?? '')) return refuse(421, 'This is for 127.0.0.1 and localhost only.');
    if (isOfAnotherSite(request)) return refuse(403, 'This is for no other site.');
    if (request.method !== 'GET') return refuse(405, 'There is nothing but GET here.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    if (pathname === OWN_PATH) {
      page ??= build(); // by the first who looks: a start does not wait for it
      try {
        const { html, policy } = await page;
        return respond(200, 'text/html', html, policy);
      } catch (error) {
        page = undefined; // the next one tries again: somebody is working on it
        return refuse(500, `The page cannot be built: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (pathname === DATA) {
      return respond(200, JSON_TYPE, JSON.stringify(recorder.data(Number(searchParams.get('after') ?? 0) || 0)));
    }
    const details = pathname.startsWith(`${DATA}/`) ? recorder.details(pathname.slice(DATA.length + 1)) : undefined;
    if (details === undefined) return refuse(404, 'There is no such request, or no more.');
    return respond(200, JSON_TYPE, JSON.stringify(details));
  };
}

/** A browser says where a request comes from; following a link from elsewhere (`navigate`) shows the page, and tells nobody. */
const isOfAnotherSite = ({ headers }: IncomingMessage): boolean =>
  ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site'] ?? '')) &&
  headers['sec-fetch-mode'] !== 'navigate';

/** The page, and what its browser may load. */
export interface LocalPage {
  readonly html: string;
  readonly policy: string;
}

/** One file to the browser, of sources that are read by people and checked by tools. Script and style are allowed by their hashes. */
async function buildPage(): Promise<LocalPage> {
  const file = (name: string): string => join(import.meta.dirname, 'page', name);
  const [template, style, { outputFiles }] = await Promise.all([
    readFile(file('page.html'), 'utf8'),
    readFile(file('page.css'), 'utf8'),
    bundle({
      entryPoints: [file('page.ts')],
      bundle: true,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      write: false,
    }),
  ]);
  const script = outputFiles[0]?.text ?? '';
  const html = template.replace('/* style */', () => style).replace('/* script */', () => script);
  return {
    html,
    policy: policyOf(`script-src ${hash(script)}`, `style-src ${hash(style)}`, "connect-src 'self'", 'img-src data:'),
  };
}

const policyOf = (...allowed: readonly string[]): string =>
  ["default-src 'none'", ...allowed, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
