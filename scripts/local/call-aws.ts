/**
 * One call of an AWS JSON protocol on a local stand-in, which checks no signature. The SDK would take longer to load
 * than all of the calls take. Throws with the name of the service's error in `name`.
 */
export async function callAws(
  url: string,
  { target, version, input }: { readonly target: string; readonly version: '1.0' | '1.1'; readonly input: object },
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/local/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as Readonly<Record<string, unknown>>; // every answer of these protocols is an object
  if (response.ok) return answer;
  const error = new Error(String(answer['message'] ?? answer['Message'] ?? `${target} answered ${response.status}`));
  error.name = String(answer['__type'] ?? 'Error').replace(/^.*#/, '');
  throw error;
}

/** A call of DynamoDB: `callDynamoDb(url, 'PutItem', { ... })`. */
export const callDynamoDb = (url: string, operation: string, input: object): ReturnType<typeof callAws> =>
  callAws(url, { target: `DynamoDB_20120810.${operation}`, version: '1.0', input });
