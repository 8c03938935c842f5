/** Where something is drawn, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Colours of lines, by their place in a chart. */
export const LINE_CLASSES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** Reads on light and on dark pages: it follows the reader's colour scheme and has no background of its own. */
export const STYLE = `<style>
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#59636e}
.h{font-weight:600;font-size:17px;fill:#1f2328}.t{font-weight:600;fill:#1f2328}.s{font-size:10px}.k{font-size:11px}
.box{fill:none;stroke:#d1d9e0}.grid{stroke:#d1d9e0;stroke-width:.6}.level{stroke:#cf222e;stroke-dasharray:4 3;fill:none}.lt{fill:#cf222e}
.ok{fill:#1a7f37;fill-opacity:.14;stroke:#1a7f37}
path{fill:none;stroke-width:1.3;stroke-linejoin:round}
.a{stroke:#0969da}.b{stroke:#bc4c00}.c{stroke:#1a7f37}.d{stroke:#8250df}.e{stroke:#bf3989}.f{stroke:#59636e}
@media (prefers-color-scheme:dark){text{fill:#9198a1}.h,.t{fill:#e6edf3}.box,.grid{stroke:#3d444d}
.ok{fill:#3fb950;stroke:#3fb950}.level{stroke:#ff7b72}.lt{fill:#ff7b72}
.a{stroke:#58a6ff}.b{stroke:#f0883e}.c{stroke:#3fb950}.d{stroke:#bc8cff}.e{stroke:#f778ba}.f{stroke:#9198a1}}
</style>`;

export const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${round(x)}" y="${round(y)}"${more === '' ? '' : ` ${more}`}>${escaped(content)}</text>`;

export const rect = ({ x, y, width, height }: Box, name: string): string =>
  `<rect class="${name}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="4"/>`;

export const round = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

export const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
