import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { declaredTemplates } from '../iam/declared-templates.ts';

const DOCUMENT = readFileSync(join(repositoryRoot, 'docs/operations/operator-permissions.md'), 'utf8');

/** Clients whose actions have another service's name, and calls whose permission has another name. */
const SERVICES: Readonly<Record<string, string>> = {
  'cognito-identity-provider': 'cognito-idp',
  'dynamodb-streams': 'dynamodb',
};
const ACTIONS: Readonly<Record<string, string>> = {
  's3:ListObjectsV2': 's3:ListBucket',
  's3:DeleteObjects': 's3:DeleteObject',
};

/** `sqs:SendMessage` for each command of the AWS SDK that a source imports. */
function actionsIn(source: string): readonly string[] {
  const imports = source.matchAll(/\{([^{}]*)\}\s*(?:from\s*|=\s*require\()'@aws-sdk\/client-([\w-]+)'/g);
  return [...imports].flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/(\w+)Command\b/g)].map(([, operation]) => {
      const action = `${SERVICES[client] ?? client}:${operation}`;
      return ACTIONS[action] ?? action;
    }),
  );
}

test('the policies of operators name every call of their commands', () => {
  const files = globSync(['scripts/operate/*.ts', 'scripts/operate/rollback/*.ts', 'scripts/serverless/*.cjs'], {
    cwd: repositoryRoot,
  });
  const actions = new Set(files.flatMap((file) => actionsIn(readFileSync(join(repositoryRoot, file), 'utf8'))));
  expect(actions.size).toBeGreaterThan(10);
  expect([...actions].filter((action) => !DOCUMENT.includes(`"${action}"`))).toEqual([]);
});

test('they are policies: JSON that allows, without `*` for an action', () => {
  const blocks = [...DOCUMENT.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text));
  expect(blocks.length).toBeGreaterThan(3);
  for (const statement of blocks.flat()) {
    expect(statement).toMatchObject({ Effect: 'Allow', Action: expect.anything(), Resource: expect.anything() });
    expect(JSON.stringify(statement.Action)).not.toContain('*');
  }
});

test('what deployments need is said of every service whose resources the stacks declare', () => {
  const types = [...declaredTemplates('dev').values()].flatMap(({ Resources }) =>
    Object.values(Resources).map(({ Type }) => Type.split('::').slice(0, 2).join('::')),
  );
  expect([...new Set(types)].filter((service) => !DOCUMENT.includes(`\`${service}::`))).toEqual([]);
});
