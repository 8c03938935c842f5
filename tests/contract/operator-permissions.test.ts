import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

const DOCUMENT = readFileSync(join(repositoryRoot, 'docs/operations/operator-permissions.md'), 'utf8');
const FOLDERS = ['scripts/operate/**/*.ts', 'scripts/serverless/**/*.cjs'];

/** Whose code is whose: files of each section of the document that has policies. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  '`npm run grant`': ['scripts/operate/{grant,find-pool,platform-outputs,give-role}.ts'],
  '`npm run cursor-key`': ['scripts/operate/cursor-key.ts'],
  '`npm run redrive`': ['scripts/operate/{redrive,redrive-queue,read-stream-batch,number-batch}.ts'],
  '`npm run canary-user`': ['scripts/operate/{canary-user,ensure-canary-user,find-pool,platform-outputs}.ts'],
  '`npm run smoke -- --stage STAGE`': ['scripts/operate/{smoke,platform-outputs}.ts'],
  '`npm run rollback`': ['scripts/operate/rollback.ts', 'scripts/operate/rollback/**/*.ts'],
  Deployments: [
    'scripts/operate/{deploy,remove}.ts',
    'scripts/operate/{deployment,removal}/**/*.ts',
    'scripts/serverless/**/*.cjs',
  ],
};
/** The document says that whoever deploys needs the policies of these, too. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  Deployments: ['`npm run cursor-key`', '`npm run canary-user`'],
};

/** Clients whose actions have another service's name, and calls whose permission has another name. */
const SERVICES: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'dynamodb-streams': 'dynamodb',
};
const ACTIONS: Readonly<Record<string, string>> = {
  's3:ListObjectsV2': 's3:ListBucket',
  's3:DeleteObjects': 's3:DeleteObject',
};
/** Asked of everybody: AWS answers who it is whatever the policies say. */
const FREE = 'sts:GetCallerIdentity';
/** What AWS knows no resources for, or asks about all of them. */
const WITHOUT_RESOURCE = [
  'cloudformation:ListExports',
  'cloudformation:ValidateTemplate',
  'lambda:GetAccountSettings',
  'lambda:ListLayerVersions',
  'logs:DescribeLogGroups',
];

interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** `sqs:SendMessage` for each command and each pager of the AWS SDK that a source imports. */
function actionsIn(source: string): readonly string[] {
  const imports = source.matchAll(/\{([^{}]*)\}\s*(?:from\s*|=\s*require\()'@aws-sdk\/client-([\w-]+)'/g);
  return [...imports].flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(([, command, pager]) => {
      const action = `${SERVICES[client] ?? client}:${command ?? pager}`;
      return ACTIONS[action] ?? action;
    }),
  );
}

const filesOf = (patterns: readonly string[]): readonly string[] =>
  globSync(patterns, { cwd: repositoryRoot }).filter((file) => !file.endsWith('.test.ts'));

const calledIn = (files: readonly string[]): ReadonlySet<string> =>
  new Set(files.flatMap((file) => actionsIn(readFileSync(join(repositoryRoot, file), 'utf8'))));

/** The statements under a heading. */
function statementsOf(title: string): readonly PolicyStatement[] {
  const [, section = ''] = `${DOCUMENT}\n## `.split(`\n## ${title}\n`);
  const [text = ''] = section.split('\n## ');
  return [...text.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, json = '']) => JSON.parse(json));
}

test.each(Object.entries(SECTIONS))('the policy of %s allows each of its calls', (title, patterns) => {
  const called = calledIn(filesOf(patterns));
  const allowed = [title, ...(ALSO[title] ?? [])].flatMap(statementsOf).flatMap(({ Action }) => Action);
  expect(called.size).toBeGreaterThan(0);
  expect([...called].filter((action) => action !== FREE && !allowed.includes(action))).toEqual([]);
});

test('every file that calls AWS for an operator belongs to one of these commands', () => {
  const known = new Set(filesOf(Object.values(SECTIONS).flat()));
  const calling = filesOf(FOLDERS).filter((file) => calledIn([file]).size > 0);
  expect(calling.length).toBeGreaterThan(15);
  expect(calling.filter((file) => !known.has(file))).toEqual([]);
});

test('calls are found by command and by pager, required or imported', () => {
  const source = `import { type SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
    import { paginateListLayerVersions } from '@aws-sdk/client-lambda';
    const { S3Client, ListObjectsV2Command } = require('@aws-sdk/client-s3');`;
  expect(actionsIn(source)).toEqual(['sqs:SendMessage', 'lambda:ListLayerVersions', 's3:ListBucket']);
});

describe('the policies', () => {
  const all = Object.keys(SECTIONS).flatMap(statementsOf);

  test('are all under a heading that is compared', () => {
    const inDocument = [...DOCUMENT.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, json = '']) => JSON.parse(json));
    expect(all).toEqual(expect.arrayContaining(inDocument));
  });

  test('allow, without `*` for an action', () => {
    for (const statement of all) {
      expect(statement).toMatchObject({ Effect: 'Allow', Action: expect.anything(), Resource: expect.anything() });
      expect(JSON.stringify(statement.Action)).not.toContain('*');
    }
  });

  test('name resources, but for what AWS knows none for', () => {
    const free = all.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    const bound = all.filter(({ Resource }) => Resource !== '*').flatMap(({ Action }) => Action);
    expect([...new Set(free)].sort()).toEqual(WITHOUT_RESOURCE);
    expect(bound.filter((action) => WITHOUT_RESOURCE.includes(action))).toEqual([]);
  });
});
