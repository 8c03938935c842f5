import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { OWN_RULES } from './check-templates.ts';
import { CROSS_RULES } from './cross-rules.ts';
import { type ListItem, RULE_LIST } from './rule-list.ts';
import { ruleFiles, ruleNames } from './rule-names.ts';
import type { Suppression } from './suppression.ts';
import { SUPPRESSIONS } from './suppressions.ts';

const PAGE = join(repositoryRoot, 'docs/operations/template-rules.md');

/** What checks each item of the list, and every exception, as a page. */
export function describeRules(): string {
  const own = [...ruleFiles(OWN_RULES).flatMap(ruleNames), ...CROSS_RULES.map(({ name }) => name)];
  const rows = RULE_LIST.map((item) => {
    const ours = own.filter((name) => name.startsWith(`${item.id}_`));
    const rules = [...(item.controlTower ?? []), ...ours];
    const excepted = SUPPRESSIONS.filter((one) => one.rules.some((rule) => rules.includes(rule)));
    return `| ${item.id} | ${item.asks} | ${checks(item, rules)} | ${excepted.map(exception).join('; ')} |`;
  });
  return [
    '# Rules of the templates',
    '',
    'Written by `npm run prove:templates`. Every rule runs over the packaged templates of every stack, for dev and prod, with each',
    '`npm test`: those of AWS Control Tower (`CT.`), by cfn-guard; ours in `tests/templates/rules`, by the same program; ours about how',
    'resources hang together in `tests/templates/cross-rules`. cfn-lint runs with `npm run prove:templates`.',
    '',
    '| | asks for | checked by | except |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Exceptions',
    '',
    'From `tests/templates/suppressions.ts`. One that nothing needs any more fails the check, as does one whose day has passed: then think',
    'again, and mend the template or write a new day.',
    '',
    '| rules | of | in | until | why |',
    '|---|---|---|---|---|',
    ...SUPPRESSIONS.map(
      ({ rules, resources, stages, until, reason }) =>
        `| ${rules.join(', ')} | ${resources.join(', ')} | ${stages?.join(', ') ?? 'every stage'} | ${until} | ${reason} |`,
    ),
    '',
  ].join('\n');
}

export const describedRules = (): string => readFileSync(PAGE, 'utf8');
export const writeRules = (): void => writeFileSync(PAGE, describeRules());

function checks({ lint, elsewhere }: ListItem, rules: readonly string[]): string {
  const all = [...rules.map((rule) => `\`${rule}\``), ...(lint === undefined ? [] : [`cfn-lint ${lint.join(', ')}`])];
  return [all.join(', '), elsewhere].filter((part) => part !== undefined && part !== '').join('; ');
}

const exception = ({ resources, stages }: Suppression): string =>
  `${resources.map((name) => name.replace(/^AWS::\w+::/, 'every ')).join(', ')}${stages === undefined ? '' : ` in ${stages.join(', ')}`}`;
