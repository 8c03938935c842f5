import type { CandidateResult } from './results.ts';

const WIDTH = 760;
const LABELS = 210;
const FIGURES = 120;
const ROW = 30;
const TOP = 46;
const BOTTOM = 34;

/**
 * Bars of the cold start over the floor, with a line from p10 to p90, as an SVG that reads on light and on dark pages:
 * it follows the reader's colour scheme and has no background of its own.
 */
export function chart(sorted: readonly CandidateResult[], caption: string): string {
  const longest = Math.max(...sorted.map(({ coldOverFloor }) => coldOverFloor.p90));
  const scale = (WIDTH - LABELS - FIGURES) / longest;
  const height = TOP + sorted.length * ROW + BOTTOM;
  const x = (value: number): string => (LABELS + value * scale).toFixed(1);
  const bars = sorted.map(({ title, kind, coldMs, coldOverFloor }, index) => {
    const y = TOP + index * ROW;
    const middle = y + ROW / 2;
    return [
      `<text class="t" x="${LABELS - 10}" y="${middle + 4}" text-anchor="end">${escaped(title)}</text>`,
      `<rect class="${kind}" x="${LABELS}" y="${y + 5}" width="${(coldOverFloor.median * scale).toFixed(1)}" height="${ROW - 10}" rx="3"/>`,
      `<line class="w" x1="${x(coldOverFloor.p10)}" x2="${x(coldOverFloor.p90)}" y1="${middle}" y2="${middle}"/>`,
      `<text class="f" x="${(LABELS + coldOverFloor.p90 * scale + 10).toFixed(1)}" y="${middle + 4}">${coldOverFloor.median.toFixed(2)}x · ${coldMs.median.toFixed(0)} ms</text>`,
    ].join('');
  });
  const label = sorted.map(({ title, coldOverFloor }) => `${title} ${coldOverFloor.median.toFixed(2)}`).join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Cold start over a constant handler: ${escaped(label)}">
<style>
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
.h{font-weight:600;font-size:15px}.h,.t,.f{fill:#1f2328}.c{fill:#59636e;font-size:11px}
.floor{fill:#8c959f}.ours{fill:#1a7f37}.peer{fill:#6e9bd1}.reference{fill:#b6c3d1}.w{stroke:#59636e;stroke-width:1.5}
@media (prefers-color-scheme:dark){.h,.t,.f{fill:#e6edf3}.c{fill:#9198a1}.floor{fill:#6e7681}.ours{fill:#3fb950}.peer{fill:#4f7cb0}.reference{fill:#4b5867}.w{stroke:#c9d1d9}}
</style>
<text class="h" x="${LABELS}" y="24">Cold start: spawn to first answer, over a constant handler</text>
${bars.join('\n')}
<text class="c" x="${LABELS}" y="${height - 12}">${escaped(caption)}</text>
</svg>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
