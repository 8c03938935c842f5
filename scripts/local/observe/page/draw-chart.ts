import { element, svgElement } from './element.ts';
import { clock } from './format.ts';

export interface Series {
  readonly name: string;
  /** One for each step, oldest first; undefined where nothing was measured. */
  readonly values: readonly (number | undefined)[];
}

export interface Chart {
  readonly title: string;
  /** Counts are stacked bars; what is measured, lines. */
  readonly shape: 'bars' | 'lines';
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** What the chart comes to, for its caption: of counts a sum, of lines the last value. */
  readonly summary: string;
}

const WIDTH = 300;
const HEIGHT = 84;
const COLOURS = 8;

/** A figure with caption, picture and legend; `times` are when the steps began. */
export function drawChart({ title, shape, series, format, summary }: Chart, times: readonly number[]): HTMLElement {
  const used = series
    .filter(({ values }) => values.some((value) => value !== undefined && value > 0))
    .slice(0, COLOURS);
  const totals = times.map((_, index) => {
    const values = used.map(({ values: own }) => own[index] ?? 0);
    return shape === 'bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  const top = niceTop(Math.max(...totals, 0));
  const picture = svgElement(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': `${title}: ${summary}; at most ${format(Math.max(...totals, 0))} in a step`,
    },
    ...[0, 0.5, 1].map((part) => svgElement('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y(part), y2: y(part) })),
    ...(shape === 'bars' ? bars(used, top) : used.map((one, index) => line(one, index, top))),
    svgElement('text', { x: 0, y: 10 }, format(top)),
  );
  const readout = element('span', { class: 'readout' }, summary);
  picture.addEventListener('pointermove', (event) => {
    const { left, width } = picture.getBoundingClientRect();
    const index = Math.min(times.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * times.length)));
    const told = used.flatMap(({ name, values }) => (values[index] ? [`${name} ${format(values[index])}`] : []));
    readout.textContent = `${clock(times[index] ?? 0)}: ${told.join(', ') || 'nothing'}`;
  });
  picture.addEventListener('pointerleave', () => {
    readout.textContent = summary;
  });
  const legend = used.map(({ name }, index) => element('li', { class: `c${index}` }, name));
  return element(
    'figure',
    { 'data-chart': title },
    element('figcaption', {}, element('b', {}, title), readout),
    picture,
    element('ul', {}, ...(legend.length > 0 ? legend : [element('li', { class: 'none' }, 'nothing yet')])),
  );
}

const y = (part: number): number => HEIGHT - 1 - part * (HEIGHT - 14);

function bars(series: readonly Series[], top: number): readonly SVGElement[] {
  const count = series[0]?.values.length ?? 0;
  const step = WIDTH / Math.max(count, 1);
  const base = new Array<number>(count).fill(0);
  return series.map(({ values }, index) => {
    const parts = values.map((value = 0, at) => {
      const from = base[at] ?? 0;
      base[at] = from + value;
      if (value <= 0) return '';
      return `M${at * step + 0.5} ${y(from / top)}V${y((from + value) / top)}h${step - 1}V${y(from / top)}z`;
    });
    return svgElement('path', { class: `fill c${index}`, d: parts.join('') });
  });
}

function line({ values }: Series, index: number, top: number): SVGElement {
  const step = WIDTH / values.length;
  const points = values.map((value, at) =>
    value === undefined ? undefined : ([(at + 0.5) * step, y(value / top)] as const),
  );
  // A value between two steps without any is a dot, which a line of no length with round ends is.
  const path = points.map((point, at) =>
    point === undefined
      ? ''
      : `${points[at - 1] === undefined ? 'M' : 'L'}${point.join(' ')}${points[at - 1] === undefined ? 'h0' : ''}`,
  );
  return svgElement('path', { class: `line c${index}`, d: path.join('') });
}

/** The next of 1, 2 or 5 times a power of ten. */
function niceTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= most) ?? most;
}
