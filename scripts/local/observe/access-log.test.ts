import { accessLog } from './access-log.ts';

const request = { method: 'GET', path: '/meta', receivedAt: 1_796_040_000_000.4, answeredAt: 1_796_040_000_012 };

test('writes a line as the deployed format has it, with what is known here', () => {
  const { text, ...line } = accessLog()({ ...request, requestId: 'r1', routeKey: 'GET /meta', status: 200 });
  expect(line).toEqual({ functionName: 'http-api', requestId: 'r1', time: request.answeredAt });
  expect(JSON.parse(text)).toEqual({
    ...{ requestId: 'r1', extendedRequestId: '-', time: '1796040000000', ip: '127.0.0.1', route: 'GET /meta' },
    ...{ status: '200', responseLength: '-', latency: '12', integrationLatency: '12', integrationStatus: '200' },
    ...{ error: '-', integrationError: '-' },
  });
});

test('an answer of its own has no function, and an id all the same', () => {
  const { text } = accessLog()({ ...request, requestId: undefined, routeKey: undefined, status: 431 });
  expect(JSON.parse(text)).toMatchObject({
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    route: '$default',
    status: '431',
  });
  expect(JSON.parse(text)).toMatchObject({ integrationStatus: '-', integrationLatency: '-' });
});
