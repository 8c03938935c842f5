import { whileOvertaken } from './attempts.ts';

test('tries again while it is overtaken, and not for ever', async () => {
  const outcomes = ['overtaken', 'overtaken', 'done'] as const;
  let next = 0;
  expect(await whileOvertaken(async () => outcomes[next++] ?? 'overtaken')).toBe('done');
  await expect(whileOvertaken(async () => 'overtaken')).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a rule that did not hold cannot be handed on as success', () => {
  const refused = async (): Promise<'done' | 'overtaken' | 'one-stays'> => 'one-stays';
  // @ts-expect-error: it has to become a refusal first
  expect(() => whileOvertaken(refused)).not.toThrow();
});
