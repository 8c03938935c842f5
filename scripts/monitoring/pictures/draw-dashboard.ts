import type { MetricStore } from '../../../tests/support/cloudwatch/metric-store.ts';
import { heightOf } from '../dashboard-resource.ts';
import type { AlarmList, Dashboard, LogChart, Widget } from '../widget.ts';
import { drawChart } from './draw-chart.ts';
import { linesOfChart, linesOfLogs } from './drawn-lines.ts';
import { type Box, escaped, rect, STYLE, text } from './svg.ts';

const WIDTH = 1_200;
const HEAD = 54;
const GAP = 8;
/** Pixels of a row of CloudWatch's grid. */
const ROW = 33;
const ALARMS_A_ROW = 4;
const ALARM_ROW = 22;

/** A dashboard as it looks, on a day of these metrics. */
export function drawDashboard({ title, name, rows }: Dashboard, store: MetricStore, caption: string): string {
  let y = HEAD;
  const drawn = rows.map((row) => {
    const height = Math.max(...row.map(pixels));
    const width = (WIDTH - GAP * (row.length - 1)) / row.length;
    const inside = row.map((widget, index) => draw(widget, { x: index * (width + GAP), y, width, height }, store));
    y += height + GAP;
    return inside.join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 ${WIDTH + 8} ${y}" width="${WIDTH + 8}" height="${y}" role="img" aria-label="Dashboard ${escaped(name)}: ${escaped(
    rows
      .flat()
      .map((widget) => widget.title)
      .join(', '),
  )}">
${STYLE}
${text(0, 22, `${name}: ${title}`, 'class="h"')}
${text(0, 42, caption, 'class="k"')}
${drawn.join('\n')}
</svg>
`;
}

const pixels = (widget: Widget): number =>
  widget.kind === 'alarms' ? 34 + Math.ceil(widget.alarms.length / ALARMS_A_ROW) * ALARM_ROW : heightOf(widget) * ROW;

function draw(widget: Widget, box: Box, store: MetricStore): string {
  if (widget.kind === 'alarms') return alarms(widget, box);
  if (widget.kind === 'chart') return drawChart({ ...widget, lines: linesOfChart(widget, store) }, box);
  return widget.view === 'table'
    ? table(widget, box)
    : drawChart({ ...widget, lines: linesOfLogs(widget, store) }, box);
}

function alarms({ title, alarms: names }: AlarmList, box: Box): string {
  const width = (box.width - 24) / ALARMS_A_ROW;
  const shown = names.map((name, index) => {
    const x = box.x + 12 + (index % ALARMS_A_ROW) * width;
    const y = box.y + 28 + Math.floor(index / ALARMS_A_ROW) * ALARM_ROW;
    const place = { x, y, width: width - 6, height: ALARM_ROW - 4 };
    return `${rect(place, 'ok')}${text(x + 6, y + 13, name.replace(/^gymcoach-\w+-/, ''), 'class="k"')}`;
  });
  return [rect(box, 'box'), text(box.x + 12, box.y + 19, `${title}: all OK`, 'class="t"'), ...shown].join('');
}

/** Rows come from the logs when somebody looks: what they would say is told. */
function table({ title, query }: LogChart, box: Box): string {
  const steps = query.split(' | ');
  return [
    rect(box, 'box'),
    text(box.x + 12, box.y + 19, title, 'class="t"'),
    text(box.x + 12, box.y + 36, 'a table, asked of the logs when somebody looks:', 'class="s"'),
    ...steps.map((step, index) =>
      text(box.x + 12, box.y + 56 + index * 17, `${index === 0 ? '' : '| '}${step}`, 'class="s"'),
    ),
  ].join('');
}
