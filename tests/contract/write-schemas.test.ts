import { writeOperations } from '../support/write-operations.ts';

test('H10 every object of every body refuses fields that it does not know', () => {
  const open = writeOperations().flatMap(({ id, open: places }) => places.map((place) => `${id} ${place}`));
  expect(open).toEqual([]);
  expect(writeOperations().length).toBeGreaterThan(15);
});
