import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { NewVersion } from '../domain/released-version.ts';
import type { Send, SmokeRequest } from '../domain/smoke-journey.ts';

const TIME_LIMIT_MS = 10_000;

/** Runs one version of a function and gives what it returned. Throws when it failed. */
export type Invoke = (version: NewVersion, event: unknown) => Promise<unknown>;

export function lambdaInvoke(): Invoke {
  const client = new LambdaClient({ maxAttempts: 3 });
  return async ({ functionName, version }, event) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: version, Payload: JSON.stringify(event) }),
      { abortSignal: AbortSignal.timeout(TIME_LIMIT_MS) },
    );
    const text = new TextDecoder().decode(Payload);
    // Lambda's own text: the type of the error, and for one of ours no more than its message.
    if (FunctionError !== undefined) throw new Error(`the new version fails: ${/"errorType":"(\w+)/.exec(text)?.[1]}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** Sends the requests of the journey to one version, as the gateway would: no traffic reaches it yet. */
export function versionSend(invoke: Invoke, version: NewVersion): Send {
  return async (request) => {
    const { statusCode, headers, body, isBase64Encoded } = (await invoke(version, gatewayEvent(request))) as {
      readonly statusCode?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly isBase64Encoded?: boolean;
    }; // read with care
    return {
      status: Number(statusCode),
      headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
      body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString() : (body ?? ''),
    };
  };
}

/** The HTTP API's event, payload format 2.0, as far as a function of ours looks at it. */
function gatewayEvent({ method, path, headers, body }: SmokeRequest): unknown {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const userAgent = 'gymcoach-release-check';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { ...headers, 'user-agent': userAgent },
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'release-check',
      domainName: 'release-check',
      domainPrefix: 'release-check',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent },
      requestId: crypto.randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date().toUTCString(),
      timeEpoch: Date.now(),
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}
