import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { readYaml } from '../../scripts/build/read-yaml.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { parseQuery } from '../../scripts/local/logs/parse-query.ts';
import { ALARM_KINDS, runbookOf } from '../../scripts/monitoring/alarm-kinds.ts';
import { queries } from '../../scripts/monitoring/queries.ts';

const folder = join(repositoryRoot, 'docs/operations');
const ONE_PAGE = 70;
/** What people come with, without an alarm. */
const TROUBLES = ['authentication-failures', 'cold-start-timeouts', 'database-problems'];

const textOf = (file: string): string => readFileSync(file, 'utf8');
const inFolder = (path: string): readonly string[] =>
  readdirSync(path).flatMap((name) => (name.endsWith('.md') ? [join(path, name)] : []));
const runbooks = inFolder(join(folder, 'runbooks'));
const pages = [...inFolder(folder), ...runbooks];
const named = pages.map((file) => [relative(repositoryRoot, file), textOf(file)] as const);

/** Every match of a pattern's first group in a page. */
const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, one = '']) => one);

test('each kind of alarm has its runbook, and each runbook its kind or trouble', () => {
  const kinds = Object.keys(ALARM_KINDS).map((kind) => runbookOf(kind as keyof typeof ALARM_KINDS)); // just listed
  const troubles = TROUBLES.map((name) => `docs/operations/runbooks/${name}.md`);
  expect(runbooks.map((file) => relative(repositoryRoot, file)).toSorted()).toEqual([...kinds, ...troubles].toSorted());
});

test('the first page leads to each other page', () => {
  const linked = all(textOf(join(folder, 'README.md')), /\]\(([\w/-]+\.md)(?:#[\w-]+)?\)/g);
  const others = pages.map((file) => relative(folder, file)).filter((file) => file !== 'README.md');
  expect([...new Set(linked)].toSorted()).toEqual(others.toSorted());
});

test.each(named.filter(([file]) => file.includes('/runbooks/')))(
  '%s is a page with what is needed, in order',
  (file, text) => {
    const parts = [...text.matchAll(/^(?:## (.+)|\*\*(Over|Afterwards)\*\*.*)$/gm)].map(
      ([, head, bold]) => head ?? bold,
    );
    expect(parts).toEqual(['First look', 'What it may be', 'What to do', 'Over', 'Afterwards']);
    const kind = file.replace(/^.*\/|\.md$/g, '');
    if (kind in ALARM_KINDS) expect(text).toMatch(new RegExp(`^# ${kind}: `));
    if (kind in ALARM_KINDS) expect(text).toContain('**Users**');
    expect(text.split('\n').length).toBeLessThanOrEqual(ONE_PAGE);
  },
);

test.each(named)('%s shows saved queries as they are', (_, text) => {
  const shown = [...text.matchAll(/^Saved query `([\w-]+)` .*:\n\n```logs-insights\n([^`]*?)\n```$/gm)];
  const kept = new Map(queries.map(({ name, query }) => [name, query]));
  for (const [, name = '', query] of shown) expect({ name, query }).toEqual({ name, query: kept.get(name) });
  expect(all(text, /^```logs-insights( gateway)?$/gm).filter((over) => over === '')).toHaveLength(shown.length);
  const asked = [...all(text, /npm run logs -- --query ([\w-]+)/g), ...all(text, /\bask ([a-z][\w-]+) [</]/g)];
  expect(asked.filter((name) => !kept.has(name))).toEqual([]);
});

test("what is asked of the gateway's access log is in its lines", () => {
  const asked = named.flatMap(([, text]) => all(text, /^```logs-insights gateway\n([^`]*?)\n```$/gm));
  const file = join(repositoryRoot, 'platform/resources/http-api.yml');
  const { accessLogFormat } = readYaml(file) as { readonly accessLogFormat: string }; // ours
  const given = Object.keys(JSON.parse(accessLogFormat) as object);
  expect(asked).toHaveLength(2);
  for (const query of asked) {
    const commands = parseQuery(query);
    const ofLines = commands.slice(0, commands.findIndex(({ is }) => is === 'stats') + 1);
    const fields = all(JSON.stringify(ofLines), /"is":"field","name":"([^"]+)"/g);
    expect(fields.filter((name) => !given.includes(name))).toEqual([]);
  }
});

test.each(named)('%s names commands that there are', (_, text) => {
  const { scripts } = JSON.parse(textOf(join(repositoryRoot, 'package.json'))) as { scripts: Record<string, string> }; // npm's
  const commands = all(text, /\bnpm run (?:--silent )?([a-z][\w:-]*)/g);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
});

test.each(named)('%s names files that there are', (file, text) => {
  const links = all(text, /\]\(([^)\s]+)\)/g).filter((link) => !/^https?:/.test(link));
  const targets = links.map((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? join(repositoryRoot, file) : resolve(dirname(join(repositoryRoot, file)), path);
    return { link, target, anchor };
  });
  expect(targets.filter(({ target }) => !existsSync(target)).map(({ link }) => link)).toEqual([]);
  expect(
    targets
      .filter(({ target, anchor }) => anchor !== undefined && !anchors(target).includes(anchor))
      .map(({ link }) => link),
  ).toEqual([]);
  const paths = all(text, /(?<![\w/.-])((?:docs|layers|middleware|platform|scripts|services|tests)\/[\w./-]*\w)/g);
  expect(paths.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
});

/** As GitHub makes them of headings. */
const anchors = (file: string): readonly string[] =>
  all(textOf(file), /^#+ (.+)$/gm).map((head) =>
    head
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

test.each(named)('%s names codes, settings and environment that there are', (_, text) => {
  const code = sources();
  const codes = all(text, /`([a-z]+\.[a-z]+(?:-[a-z]+)*)`/g).filter(
    (name) => !/\.(md|ts|yml|json|name|message|cause|code)$/.test(name),
  );
  expect(codes.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  const settings = textOf(join(repositoryRoot, 'services/_shared/params.yml'));
  const stack = textOf(join(repositoryRoot, 'services/change-feed-service/serverless.yml'));
  const words = all(text, /`([a-z]+(?:[A-Z][a-z]+)+)(?:: [^`]*)?`/g).filter(
    (name) => !(settings + stack).includes(`${name}:`),
  );
  expect(words.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
});

function sources(): string {
  const files = ['layers/core', 'middleware', 'services', 'platform', 'scripts/monitoring'].flatMap((name) =>
    readdirSync(join(repositoryRoot, name), { recursive: true, withFileTypes: true }).flatMap((entry) =>
      /\.(ts|yml)$/.test(entry.name) && !/node_modules|\/(dist|lib)|test\.ts/.test(join(entry.parentPath, entry.name))
        ? [join(entry.parentPath, entry.name)]
        : [],
    ),
  );
  return files.map(textOf).join('\n');
}
