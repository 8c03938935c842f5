import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type CorsSettings, preflightHeaders, responseHeaders } from './gateway/cors.ts';
import { functionAnswer, gatewayAnswer, type HttpAnswer } from './gateway/function-answer.ts';
import type { FunctionPool, InvocationResult } from './gateway/function-pool.ts';
import { readTarget, requestEvent } from './gateway/request-event.ts';
import { type GatewayRoute, matchRoute, OWN_PATH } from './gateway/route-table.ts';
import { observedNow } from './observe/observer.ts';
import type { AnsweredRequest } from './observe/recorder.ts';

/** What the gateway serves at a moment; a reload replaces it as a whole. */
export interface Served {
  readonly routes: readonly GatewayRoute<FunctionPool>[];
  readonly cors: CorsSettings | undefined;
}

/** What watches the gateway, and the page that shows it. */
export interface GatewayObserver {
  answered(request: AnsweredRequest): void;
  /** Answers a request below `/_local`, which no function ever sees. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** How a request was answered, and by which route and function's request. */
interface Outcome {
  readonly answer: HttpAnswer;
  readonly routeKey?: string;
  readonly requestId?: string;
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEADER_BYTES = 10_240;
/** Above ours, so that it is we who answer. */
const NODE_MAX_HEADER_BYTES = 64 * 1024;
const NO_BODY = new Set([204, 205, 304]);

/** An HTTP server that does with a request what an HTTP API (payload format 2.0, stage `$default`) does. */
export function createGateway(served: () => Served, observer?: GatewayObserver): Server {
  return createServer({ maxHeaderSize: NODE_MAX_HEADER_BYTES, requireHostHeader: false }, (request, response) => {
    const path = readTarget(request)?.path ?? '';
    if (observer !== undefined && isOwn(path)) {
      // What only shows the platform must not end it.
      observer.serve(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else send(request, response, gatewayAnswer(500, 'Internal Server Error'), undefined);
      });
      return;
    }
    const receivedAt = observedNow();
    void outcomeOf(request, served()).then(({ answer, routeKey, requestId }) => {
      send(request, response, answer, served().cors);
      const { method = 'GET' } = request;
      const times = { receivedAt, answeredAt: observedNow() };
      observer?.answered({ requestId, routeKey, method, path, status: response.statusCode, ...times });
    });
  });
}

const isOwn = (path: string): boolean => path === OWN_PATH || path.startsWith(`${OWN_PATH}/`);

async function outcomeOf(request: IncomingMessage, { routes, cors }: Served): Promise<Outcome> {
  const own = (status: number, message: string): Outcome => ({ answer: gatewayAnswer(status, message) });
  try {
    const method = request.method ?? 'GET';
    if (headerBytes(request) > MAX_HEADER_BYTES) return own(431, 'Request Header Fields Too Large');
    const target = readTarget(request);
    if (target === undefined) return own(400, 'Bad Request');
    if (cors !== undefined && isPreflight(request)) {
      return {
        answer: { status: 204, headers: preflightHeaders(cors, request.headers.origin), body: Buffer.alloc(0) },
      };
    }
    const match = matchRoute(routes, method, target.path);
    if (match === undefined) return own(404, 'Not Found');
    if (match.route.signed && !isSigned(request)) return own(403, 'Forbidden');
    const body = await readBody(request);
    if (body === undefined) return own(413, 'Request Entity Too Large');
    const requestId = randomUUID();
    const { routeKey } = match.route;
    const event = requestEvent({
      ...target,
      method,
      body,
      requestId,
      rawHeaders: request.rawHeaders,
      routeKey,
      pathParameters: match.pathParameters,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      time: new Date(),
    });
    const result = await match.route.target.invoke(event, requestId, event.headers['x-amzn-trace-id']);
    return { answer: answerOf(result, requestId), routeKey, requestId };
  } catch {
    return own(500, 'Internal Server Error'); // a client that went away
  }
}

function answerOf(result: InvocationResult, requestId: string): HttpAnswer {
  if (result.outcome === 'timed-out') return gatewayAnswer(503, 'Service Unavailable');
  if (result.outcome !== 'ok') return gatewayAnswer(500, 'Internal Server Error');
  try {
    const { headers, ...rest } = functionAnswer(result.result);
    return { ...rest, headers: { ...headers, 'apigw-requestid': requestId } };
  } catch {
    return gatewayAnswer(500, 'Internal Server Error'); // an answer that is no JSON
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answered: HttpAnswer,
  cors: CorsSettings | undefined,
): void {
  response.statusCode = answered.status;
  const preflight = cors !== undefined && isPreflight(request);
  for (const [name, value] of Object.entries(answered.headers)) {
    if (!preflight && cors !== undefined && name.startsWith('access-control-')) continue;
    if (name === 'content-length' || name === 'transfer-encoding') continue; // ours to say
    try {
      response.setHeader(name, value);
    } catch {
      response.statusCode = 500; // a header that HTTP does not allow
    }
  }
  if (cors !== undefined && !preflight) {
    for (const [name, value] of Object.entries(responseHeaders(cors, request.headers.origin)))
      response.setHeader(name, value);
  }
  const bodiless = NO_BODY.has(answered.status);
  if (bodiless) response.removeHeader('content-type');
  else response.setHeader('content-length', answered.body.byteLength);
  // Not read to its end: the rest of a body that is too large must not be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  response.end(bodiless ? undefined : answered.body);
}

const isPreflight = (request: IncomingMessage): boolean =>
  request.method === 'OPTIONS' &&
  request.headers.origin !== undefined &&
  request.headers['access-control-request-method'] !== undefined;

/** The signature itself is not checked here: there is no account to check it against. */
const isSigned = (request: IncomingMessage): boolean =>
  request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;

const headerBytes = ({ method = '', url = '', rawHeaders }: IncomingMessage): number =>
  rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, method.length + Buffer.byteLength(url));

/** Undefined when it is longer than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
