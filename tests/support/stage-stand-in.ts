import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StageStandIn {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/**
 * What a deployed platform shows to whoever packages a service against it: CloudFormation's exports, two to a page, and
 * the key set of its user pools.
 */
export async function startStageStandIn(
  exports: Readonly<Record<string, string>>,
  keySet: () => { readonly status: number; readonly text: string },
): Promise<StageStandIn> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    if (request.method === 'GET') {
      const { status, text } = keySet();
      return void response.writeHead(status).end(text);
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const query = new URLSearchParams(body);
    if (query.get('Action') !== 'ListExports') return void response.writeHead(500).end();
    const from = Number(query.get('NextToken') ?? 0);
    const all = Object.entries(exports);
    const page = all
      .slice(from, from + 2)
      .map(([name, value]) => `<member><Name>${name}</Name><Value>${value}</Value></member>`);
    const next = from + 2 < all.length ? `<NextToken>${from + 2}</NextToken>` : '';
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<ListExportsResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListExportsResult><Exports>${page.join('')}</Exports>${next}</ListExportsResult></ListExportsResponse>`,
      );
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
