import { changingRoutes, scenarios } from './scenarios.ts';

test('every route that changes something has a request that is broken at every call', async () => {
  const names = (await changingRoutes()).map(({ name }) => name);
  expect(Object.keys(scenarios).toSorted()).toEqual(names.toSorted());
});
