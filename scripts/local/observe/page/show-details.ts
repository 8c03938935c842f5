import type { EntryDetails } from '../recorder.ts';
import { type Bar, waterfall } from './bars.ts';
import { element } from './element.ts';
import { clock, functionName, milliseconds } from './format.ts';

/** The title of an entry: `GET /health/live`, `Batch of 3 records`. */
export const titleOf = ({ kind, method = '', path = '', records = 0 }: EntryDetails['entry']): string =>
  kind === 'batch' ? `Batch of ${records} ${records === 1 ? 'record' : 'records'}` : `${method} ${path}`;

/** Fills the section with all that is known of one request or batch. */
export function showDetails(section: HTMLElement, details: EntryDetails): void {
  const { entry, lines } = details;
  section.replaceChildren(
    element('h2', { id: 'details-title' }, titleOf(entry)),
    facts(details),
    element('h3', {}, 'Waterfall'),
    drawWaterfall(details),
    element('h3', {}, lines.length === 1 ? '1 log line' : `${lines.length} log lines`),
    ...lines.map(drawLine),
  );
}

function facts({ entry, invocation }: EntryDetails): HTMLElement {
  const { init } = invocation ?? {};
  const known: readonly (readonly [string, string | undefined])[] = [
    ['Answer', entry.status === undefined ? entry.outcome : String(entry.status)],
    ['Problem', entry.code],
    ['Took', milliseconds(entry.milliseconds)],
    ['Began', clock(entry.time, true)],
    ['Route', entry.route],
    ['Function', entry.functionName === undefined ? 'none was asked' : functionName(entry.functionName)],
    ['Container', invocation && (init ? `cold: started in ${milliseconds(init.endedAt - init.startedAt)}` : 'warm')],
    [
      'Memory',
      invocation && invocation.usedMegabytes > 0
        ? `${invocation.usedMegabytes} of ${invocation.memoryMegabytes} MB`
        : undefined,
    ],
    ['User', entry.userId],
    ['Request id', entry.id],
  ];
  const list = element('dl', {});
  for (const [name, value] of known) {
    if (value !== undefined) list.append(element('div', {}, element('dt', {}, name), element('dd', {}, value)));
  }
  return list;
}

function drawWaterfall(details: EntryDetails): HTMLElement {
  const { length, bars } = waterfall(details);
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'What'),
    element('th', { scope: 'col' }, `0 to ${milliseconds(length)}`),
    element('th', { scope: 'col' }, 'Time'),
  );
  return element(
    'table',
    { class: 'waterfall' },
    element('thead', {}, head),
    element('tbody', {}, ...bars.map((bar) => drawBar(bar, length))),
  );
}

function drawBar({ label, kind, start, length, depth, notes }: Bar, whole: number): HTMLElement {
  const name = element('th', { scope: 'row' }, label, ...notes.map((note) => element('small', {}, ` ${note}`)));
  name.style.paddingInlineStart = `${0.25 + depth * 0.9}rem`;
  const bar = element('div', { class: `bar ${kind}` });
  bar.style.marginInlineStart = `${(100 * start) / (whole || 1)}%`;
  bar.style.width = `${(100 * length) / (whole || 1)}%`;
  const cell = element('td', { class: 'track', 'aria-hidden': 'true' }, bar);
  return element('tr', { 'data-kind': kind }, name, cell, element('td', { class: 'number' }, milliseconds(length)));
}

/** A line of JSON as JSON, without the description of its metrics, which says nothing that the charts do not. */
function drawLine({ time, text }: EntryDetails['lines'][number]): HTMLElement {
  const { level, message, ...fields } = readLine(text);
  const body = level === undefined ? text : JSON.stringify({ ...fields, _aws: undefined }, undefined, 2);
  return element(
    'details',
    { open: '', class: 'line' },
    element(
      'summary',
      {},
      `${clock(time, true)} `,
      element('b', { class: `level-${level ?? 'none'}` }, level ?? 'text'),
      ` ${message ?? ''}`,
    ),
    element('pre', { tabindex: 0 }, body),
  );
}

function readLine(text: string): {
  readonly level?: string;
  readonly message?: string;
  readonly [field: string]: unknown;
} {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || !('level' in read)) return {};
    return { ...read, level: String(read.level), message: 'message' in read ? String(read.message) : '' };
  } catch {
    return {}; // of `console`, or cut
  }
}
