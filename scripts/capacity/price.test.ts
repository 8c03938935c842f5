import { price } from './price.ts';

const tiers = [{ upTo: 10, price: 0 }, { upTo: 100, price: 2 }, { price: 1 }];

test.each([
  [0, 0],
  [10, 0],
  [11, 2],
  [100, 180],
  [150, 230],
])('%p units cost %p dollars', (quantity, dollars) => {
  expect(price(tiers, quantity)).toBe(dollars);
});
