import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { everywhere, template } from './packaged-templates.ts';

/** What CloudFormation does for a deployment, in the table of docs/operations/operator-permissions.md. */
export function operatorRules(): void {
  test('what deployments need is said of every type of resource that a stack has in any stage, and of no other', () => {
    const packaged = everywhere.flatMap(([name, stage]) =>
      Object.values(template(name, stage).Resources).map(({ Type }) => Type),
    );
    expect(new Set(describedTypes())).toEqual(new Set(packaged));
  });
}

/** Types in the first column of rows that have actions and resources. */
function describedTypes(): readonly string[] {
  const document = readFileSync(join(repositoryRoot, 'docs/operations/operator-permissions.md'), 'utf8');
  const rows = document.matchAll(/^\|([^|]*`AWS::[^|]*)\|[^|]*`[a-z\d-]+:[^|]*\|[^|]*`[^|]*\|$/gm);
  return [...rows].flatMap(([, types = '']) => [...types.matchAll(/`(AWS::\w+::\w+)`/g)].map(([, type = '']) => type));
}
