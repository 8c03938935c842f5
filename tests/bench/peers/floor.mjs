/** What no Node function can go below: the runtime, and a handler that returns a constant. */
export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"displayName":"constant"}',
});
