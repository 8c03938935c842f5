import { createRequire } from 'node:module';

// Plain CommonJS, for a plugin of the CLI loads it: this is its documented type.
const { fillSampleEvent } = createRequire(import.meta.url)('./sample-event.cjs') as {
  fillSampleEvent(event: unknown, token: (user: string) => string | Promise<string>): Promise<unknown>;
};

const tokenOf = (sub: string) => `head.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.sign`;

test('puts a token and the id that it names into a sample event', async () => {
  const event = { rawPath: '/v1/users/{{id:member}}/profile', headers: { authorization: 'Bearer {{token:member}}' } };
  expect(await fillSampleEvent(event, () => tokenOf('7'))).toEqual({
    rawPath: '/v1/users/7/profile',
    headers: { authorization: `Bearer ${tokenOf('7')}` },
  });
});

test('asks once for each user, and for none where none is named', async () => {
  const asked: string[] = [];
  const token = (user: string) => {
    asked.push(user);
    return tokenOf(user);
  };
  await fillSampleEvent(['{{token:member}} {{id:member}}', '{{token:other}}'], token);
  await fillSampleEvent({ headers: {} }, token);
  expect(asked).toEqual(['member', 'other']);
});
