import type { DrawnLine } from './drawn-lines.ts';
import { type Box, LINE_CLASSES, rect, round, text } from './svg.ts';

export interface ChartPicture {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly DrawnLine[];
  readonly level?: { readonly label: string; readonly value: number } | undefined;
}

const TOP = 40;
const BOTTOM = 52;
const LEFT = 44;
const RIGHT = 18;
const RIGHT_AXIS = 40;
const LEGEND = 14;
const LEGEND_ROWS = 2;
/** About as wide as a letter of the legend. */
const LETTER = 5.4;

/** Lines over a day, with their axes, the level of an alarm and a legend. */
export function drawChart({ title, unit, lines, level }: ChartPicture, box: Box): string {
  const hasRight = lines.some(({ isRight }) => isRight);
  const plot: Box = {
    x: box.x + LEFT,
    y: box.y + TOP,
    width: box.width - LEFT - (hasRight ? RIGHT_AXIS : RIGHT),
    height: box.height - TOP - BOTTOM,
  };
  const most = niceMost(lines.filter(({ isRight }) => !isRight));
  const mostRight = niceMost(lines.filter(({ isRight }) => isRight));
  const y = (value: number, top: number): number => plot.y + plot.height * (1 - value / top);
  const axis = [0, 0.5, 1].map((part) => {
    const at = plot.y + plot.height * (1 - part);
    return [
      `<line class="grid" x1="${round(plot.x)}" x2="${round(plot.x + plot.width)}" y1="${round(at)}" y2="${round(at)}"/>`,
      text(plot.x - 5, at + 3.5, short(most * part), 'class="s" text-anchor="end"'),
      hasRight ? text(plot.x + plot.width + 5, at + 3.5, short(mostRight * part), 'class="s"') : '',
    ].join('');
  });
  const hours = [0, 6, 12, 18, 24].map((hour) =>
    text(plot.x + (plot.width * hour) / 24, plot.y + plot.height + 13, `${hour}h`, 'class="s" text-anchor="middle"'),
  );
  const drawn = lines.map(({ points, isRight }, index) => {
    const step = plot.width / Math.max(1, points.length - 1);
    const top = isRight ? mostRight : most;
    return `<path class="${colour(index)}" d="${pathOf(
      points,
      (place) => plot.x + place * step,
      (value) => y(value, top),
    )}"/>`;
  });
  return [
    rect(box, 'box'),
    text(box.x + 12, box.y + 19, title, 'class="t"'),
    text(box.x + box.width - 12, box.y + 19, unit, 'class="s" text-anchor="end"'),
    ...axis,
    ...hours,
    levelOf(level, most, plot, y),
    ...drawn,
    legend(lines, box),
  ].join('');
}

/** Drawn where it is in sight, else told. */
function levelOf(
  level: ChartPicture['level'],
  most: number,
  plot: Box,
  y: (value: number, top: number) => number,
): string {
  if (level === undefined) return '';
  const at = level.value <= most ? y(level.value, most) : plot.y - 2;
  const label = `${level.label}: ${level.value.toLocaleString('en')}${level.value <= most ? '' : ' (above)'}`;
  const line = `<path class="level" d="M${round(plot.x)} ${round(at)}H${round(plot.x + plot.width)}"/>`;
  return `${level.value <= most ? line : ''}${text(plot.x + plot.width, at - 4, label, 'class="s lt" text-anchor="end"')}`;
}

function legend(lines: readonly DrawnLine[], box: Box): string {
  let [x, row] = [box.x + 12, 0];
  return lines
    .map(({ label, isRight }, index) => {
      const words = isRight ? `${label} (right)` : label;
      const width = LEGEND + words.length * LETTER + 8;
      if (x + width > box.x + box.width && x > box.x + 12) [x, row] = [box.x + 12, row + 1];
      if (row >= LEGEND_ROWS) return '';
      const at = box.y + box.height - 21 + row * 14;
      const shown = `<path class="${colour(index)}" d="M${round(x)} ${round(at - 4)}h10"/>${text(x + LEGEND, at, words, 'class="s"')}`;
      x += width;
      return shown;
    })
    .join('');
}

const colour = (index: number): string => LINE_CLASSES[index % LINE_CLASSES.length] ?? 'a';

/** A gap where nothing was reported; a lone point is a short stroke. */
function pathOf(points: DrawnLine['points'], x: (place: number) => number, y: (value: number) => number): string {
  let isOpen = false;
  return points
    .map((value, place) => {
      if (value === undefined) {
        isOpen = false;
        return '';
      }
      const command = isOpen ? 'L' : 'M';
      const lone = !isOpen && points[place + 1] === undefined ? 'h3' : '';
      isOpen = true;
      return `${command}${round(x(place))} ${round(y(value))}${lone}`;
    })
    .join('');
}

/** The next of 1, 2, 5 times a power of ten; 1 where there is nothing to see. */
function niceMost(lines: readonly DrawnLine[]): number {
  const most = Math.max(0, ...lines.flatMap(({ points }) => points.map((value) => value ?? 0)));
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((factor) => factor * power >= most) ?? 10) * power;
}

const short = (value: number): string =>
  value >= 10_000 ? `${value / 1_000}k` : String(Math.round(value * 1_000) / 1_000);
