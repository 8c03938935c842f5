import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readYaml } from '../../build/read-yaml.ts';
import { repositoryRoot } from '../../build/repository-root.ts';
import type { WrittenLine } from './observer.ts';
import type { AnsweredRequest } from './recorder.ts';

/** Name of the access log among the logs of functions: `http-api.jsonl`. */
export const ACCESS_LOG = 'http-api';

/** The gateway writes it for a variable that it has no value for. */
const NO_VALUE = '-';

/**
 * Writes the lines of the API's access log, in the format that is deployed (platform/resources/http-api.yml), with what the local
 * gateway knows: no lengths, no texts of errors, and the whole latency for that of the function.
 */
export function accessLog(): (request: AnsweredRequest) => WrittenLine {
  const file = join(repositoryRoot, 'platform/resources/http-api.yml');
  const { accessLogFormat } = readYaml(file) as { readonly accessLogFormat: string }; // ours, and packaged as it is
  return ({ requestId, routeKey = '$default', status, receivedAt, answeredAt }) => {
    const latency = String(Math.round(answeredAt - receivedAt));
    const isIntegrated = requestId !== undefined;
    const values: Readonly<Record<string, string>> = {
      requestId: requestId ?? randomUUID(),
      requestTimeEpoch: String(Math.round(receivedAt)),
      'identity.sourceIp': '127.0.0.1',
      routeKey,
      status: String(status),
      responseLatency: latency,
      ...(isIntegrated ? { integrationLatency: latency, 'integration.status': '200' } : {}),
    };
    const text = accessLogFormat.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => values[name] ?? NO_VALUE);
    return { functionName: ACCESS_LOG, requestId, time: answeredAt, text };
  };
}
