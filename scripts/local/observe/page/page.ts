import type { Entry, EntryDetails, RecordedData } from '../recorder.ts';
import { drawCharts } from './charts.ts';
import { byId, element } from './element.ts';
import { clock, functionName, milliseconds } from './format.ts';
import { showDetails, titleOf } from './show-details.ts';

const EVERY_MS = 1_000;
const MOST = 200;

const [state, charts, rows, shownCount] = [
  byId('state', 'p'),
  byId('charts', 'div'),
  byId('rows', 'tbody'),
  byId('count', 'span'),
];
const [text, status, fn, pause] = [
  byId('text', 'input'),
  byId('status', 'select'),
  byId('function', 'select'),
  byId('pause', 'input'),
];
const details = byId('details', 'section');

let entries: readonly Entry[] = [];
let run = 0;
let selected = '';

async function get<T>(path: string): Promise<T | undefined> {
  const answer = await fetch(`/_local/data${path}`);
  return answer.ok ? answer.json() : undefined;
}

async function refresh(): Promise<void> {
  try {
    const newest = entries[0]?.sequence ?? 0;
    let data = await get<RecordedData>(`?after=${newest}`);
    // Another run of `npm start` counts from one again.
    if (data !== undefined && data.startedAt !== run && run !== 0) data = await get<RecordedData>('');
    if (data === undefined) throw new Error('no data');
    entries = [...data.entries, ...(data.startedAt === run ? entries : [])].slice(0, MOST);
    run = data.startedAt;
    say('live');
    drawCharts(charts, data);
    if (data.entries.length > 0) drawRows();
    showAddressed();
  } catch {
    say('npm start does not answer');
  }
}

/** Only what changes is said: it is read aloud. */
function say(words: string): void {
  if (state.textContent !== words) state.textContent = words;
  state.dataset['live'] = String(words === 'live');
}

function matches(entry: Entry): boolean {
  const wanted = status.value;
  const isStatus =
    wanted === '' || (wanted === 'batch' ? entry.kind === 'batch' : String(entry.status ?? '').startsWith(wanted));
  const isFunction = fn.value === '' || entry.functionName === fn.value;
  const words = [titleOf(entry), entry.route, entry.functionName, entry.userId, entry.code, entry.id, entry.status]
    .join(' ')
    .toLowerCase();
  return isStatus && isFunction && words.includes(text.value.trim().toLowerCase());
}

function drawRows(): void {
  const known = new Set([...fn.options].map(({ value }) => value));
  for (const { functionName: name } of entries) {
    if (name === undefined || known.has(name)) continue;
    known.add(name);
    fn.append(element('option', { value: name }, functionName(name)));
  }
  const shown = entries.filter(matches);
  const focused = document.activeElement?.getAttribute('data-id');
  rows.replaceChildren(...shown.map(drawRow));
  shownCount.textContent = `${shown.length} of ${entries.length}`;
  if (focused)
    rows.querySelector<HTMLElement>(`button[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function drawRow(entry: Entry): HTMLElement {
  const { id, time, functionName: name = '', cold, userId = '', code } = entry;
  const answer = entry.kind === 'batch' ? (entry.outcome ?? '') : String(entry.status ?? '');
  const button = element(
    'button',
    { type: 'button', 'data-id': id, 'aria-pressed': String(id === selected) },
    titleOf(entry),
  );
  button.addEventListener('click', () => void select(id));
  return element(
    'tr',
    { class: id === selected ? 'selected' : undefined },
    element('td', { class: 'number' }, clock(time)),
    element('th', { scope: 'row' }, button, code === undefined ? undefined : element('small', {}, ` ${code}`)),
    element(
      'td',
      {},
      element('span', { class: `status s${entry.kind === 'batch' ? answer : answer.charAt(0)}` }, answer),
    ),
    element('td', { class: 'number' }, milliseconds(entry.milliseconds)),
    element(
      'td',
      {},
      cold === undefined ? '' : element('span', { class: cold ? 'cold' : 'warm' }, cold ? 'cold' : 'warm'),
    ),
    element('td', {}, name === '' ? '–' : functionName(name)),
    element('td', { title: userId }, userId.slice(0, 8)),
  );
}

async function select(id: string): Promise<void> {
  selected = id;
  if (location.hash !== `#${id}`) history.replaceState(undefined, '', `#${id}`);
  drawRows();
  const found = await get<EntryDetails>(`/${encodeURIComponent(id)}`).catch(() => undefined);
  if (selected !== id) return; // another was chosen meanwhile
  if (found === undefined) details.replaceChildren(element('p', {}, 'This one is no longer kept.'));
  else showDetails(details, found);
}

/** An address with `#<request id>` shows that request: it can be passed on while `npm start` runs. */
function showAddressed(): void {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted !== '' && wanted !== selected) void select(wanted);
}

for (const filter of [text, status, fn]) filter.addEventListener('input', drawRows);
addEventListener('hashchange', showAddressed);

async function poll(): Promise<void> {
  if (!document.hidden && !pause.checked) await refresh();
  else if (pause.checked) say('paused');
  setTimeout(poll, EVERY_MS);
}
void poll();
