import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { queries } from '../../monitoring/queries.ts';
import { dataFolder } from '../local-names.ts';
import { formatJson, formatTable } from './format-result.ts';
import { parseQuery } from './parse-query.ts';
import { readLogFiles } from './read-log-files.ts';
import { runQuery } from './run-query.ts';

const USAGE = `usage: npm run logs -- --query <name>          a saved query over the logs of npm start
       npm run logs -- 'filter status >= 500'   any other, in the language of CloudWatch Logs Insights
       --function <name>   of this function only: user-profile-local-api; a part of its name will do
       --id <request id>   what to put in place of REQUEST-ID in the query one-request
       --json              for programs
       --text              print the saved query and run nothing, to paste it into the console
saved queries:`;

/** `npm run logs`: asks the local logs what Logs Insights would be asked in AWS. */
try {
  console.log(main());
} catch (error) {
  console.error(`logs: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function main(): string {
  const { values, positionals } = parseArgs({
    options: {
      query: { type: 'string' },
      function: { type: 'string', default: '' },
      id: { type: 'string' },
      json: { type: 'boolean', default: false },
      text: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [given, another] = positionals;
  if (another !== undefined || (given === undefined) === (values.query === undefined)) throw new Error(usage());
  const asked = given ?? savedQuery(values.query ?? '');
  const text = values.id === undefined ? asked : asked.replaceAll('REQUEST-ID', checkedId(values.id));
  if (values.text) return text;
  const query = parseQuery(text);
  const lines = readLogFiles(join(dataFolder(), 'logs')).filter((line) =>
    String(line.get('@log')).includes(values.function),
  );
  const result = runQuery(query, lines);
  if (values.json) return formatJson(result);
  const count = `${result.rows.length} ${result.rows.length === 1 ? 'row' : 'rows'} of ${lines.length} lines`;
  return result.rows.length === 0 ? count : `${formatTable(result)}\n${count}`;
}

function savedQuery(name: string): string {
  const found = queries.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no saved query "${name}"\n${usage()}`);
  return found.query;
}

/** It comes between quotation marks. */
function checkedId(id: string): string {
  if (!/^[\w-]{1,64}$/.test(id)) throw new Error('--id takes letters, digits, - and _');
  return id;
}

function usage(): string {
  const longest = Math.max(...queries.map(({ name }) => name.length));
  return [USAGE, ...queries.map(({ name, title }) => `  ${name.padEnd(longest)}  ${title}`)].join('\n');
}
