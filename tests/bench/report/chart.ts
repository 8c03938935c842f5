import type { CandidateResult } from './results.ts';

const WIDTH = 760;
const LABELS = 200;
const FIGURES = 110;
const BAR = 13;
const ROW = 2 * BAR + 12;
const TOP = 62;
const BOTTOM = 30;

/** The variants that differ from what is deployed are told in the table; the picture compares with others. */
const LEFT_OUT = /unprimed|without-jwks/;

/**
 * Cold starts over the floor as pairs of bars, HTTP above TLS, with lines from p10 to p90, as an SVG that reads on light
 * and on dark pages: it follows the reader's colour scheme and has no background of its own.
 */
export function chart(sorted: readonly CandidateResult[], caption: string): string {
  const shown = sorted.filter(({ name }) => !LEFT_OUT.test(name));
  const rows = shown.filter(({ transport }) => transport === 'http');
  const scale = (WIDTH - LABELS - FIGURES) / Math.max(...shown.map(({ coldOverFloor }) => coldOverFloor.p90));
  const height = TOP + rows.length * ROW + BOTTOM;
  const drawn = rows.map((http, index) => {
    const y = TOP + index * ROW;
    const tls = shown.find(({ name }) => name === `${http.name}-tls`);
    const pair =
      tls === undefined ? [bar(http, y + BAR / 2, scale)] : [bar(http, y, scale), bar(tls, y + BAR + 1, scale)];
    return [
      `<text class="t" x="${LABELS - 10}" y="${y + BAR + 5}" text-anchor="end">${escaped(http.title)}</text>`,
      ...pair,
    ].join('');
  });
  const spoken = rows.map(({ title, coldOverFloor }) => `${title} ${coldOverFloor.median.toFixed(2)}`).join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Cold start over a constant handler: ${escaped(spoken)}">
<style>
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
.h{font-weight:600;font-size:15px}.h,.t{fill:#1f2328}.f,.c{fill:#59636e;font-size:11px}
.floor{fill:#8c959f}.ours{fill:#1a7f37}.peer{fill:#4c83c4}.reference{fill:#9aa9ba}.tls{opacity:.55}.w{stroke:#1f2328;stroke-width:1}
@media (prefers-color-scheme:dark){.h,.t{fill:#e6edf3}.f,.c{fill:#9198a1}.floor{fill:#6e7681}.ours{fill:#3fb950}.peer{fill:#5b8fd0}.reference{fill:#56657a}.w{stroke:#e6edf3}}
</style>
<text class="h" x="${LABELS}" y="22">Cold start: spawn to first answer, over a constant handler</text>
<text class="c" x="${LABELS}" y="42">upper bar: DynamoDB over HTTP, lower: over TLS; each over the floor of its own</text>
${drawn.join('\n')}
<text class="c" x="${LABELS}" y="${height - 10}">${escaped(caption)}</text>
</svg>
`;
}

function bar({ kind, transport, coldMs, coldOverFloor }: CandidateResult, y: number, scale: number): string {
  const x = (value: number): string => (LABELS + value * scale).toFixed(1);
  const middle = y + BAR / 2;
  const text = `${coldOverFloor.median.toFixed(2)}x · ${coldMs.median.toFixed(coldMs.median < 10 ? 1 : 0)} ms`;
  return [
    `<rect class="${kind} ${transport}" x="${LABELS}" y="${y}" width="${(coldOverFloor.median * scale).toFixed(1)}" height="${BAR}" rx="2"/>`,
    `<line class="w" x1="${x(coldOverFloor.p10)}" x2="${x(coldOverFloor.p90)}" y1="${middle}" y2="${middle}"/>`,
    `<text class="f" x="${(LABELS + coldOverFloor.p90 * scale + 8).toFixed(1)}" y="${middle + 4}">${text}</text>`,
  ].join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
