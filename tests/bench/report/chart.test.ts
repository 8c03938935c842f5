import { chart } from './chart.ts';
import { results } from './results.ts';
import { CANDIDATES, MEASURED } from './sample-run.ts';

const svg = chart(results(CANDIDATES, MEASURED), 'a <caption> & more');

test('draws one row for a candidate, with a bar for each transport', () => {
  expect(svg.match(/<rect class="ours http"/g)).toHaveLength(1);
  expect(svg.match(/<rect class="ours tls"/g)).toHaveLength(1);
  expect(svg.match(/class="t"/g)).toHaveLength(5);
});

test('tells in words what it shows, and takes no text for markup', () => {
  expect(svg).toContain('aria-label="Cold start over a constant handler: FLOOR 1.00, GYMCOACH 1.50');
  expect(svg).toContain('a &lt;caption> &amp; more');
});

test('follows the colours of the page', () => {
  expect(svg).toContain('prefers-color-scheme:dark');
});
