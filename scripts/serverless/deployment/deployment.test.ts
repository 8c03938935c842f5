import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// Plain CommonJS, for a plugin of the CLI loads it: these are the documented types.
const { contentHash } = require('./content-hash.cjs') as {
  contentHash(template: unknown, archives: ReadonlyMap<string, Uint8Array>): string;
};
const { needsOf } = require('./missing-needs.cjs') as {
  needsOf(template: unknown): { readonly exports: readonly string[]; readonly parameters: readonly string[] };
};

const archives = new Map([['api.zip', Buffer.from('code')]]);
const stack = ({ at = '1764504000000-2026-11-30T12:00:00.000Z', commit = 'abc', memory = 256, id = 'a' } = {}) => ({
  Resources: {
    Api: {
      Properties: {
        Code: { S3Key: `serverless/gymcoach-access/dev/${at}/api.zip` },
        Environment: { Variables: { GIT_COMMIT: commit, STAGE: 'dev' } },
        MemorySize: memory,
      },
    },
    [`ApiLambdaVersion${id.repeat(43)}`]: { Type: 'AWS::Lambda::Version' },
  },
});

test('when it was packaged and from which commit are no content', () => {
  const later = stack({ at: '1764509999999-2026-11-30T13:39:59.999Z', commit: 'def', id: 'b' });
  expect(contentHash(later, archives)).toBe(contentHash(stack(), archives));
});

test('the order in which resources were compiled is no content', () => {
  const { Api, ...rest } = stack().Resources;
  expect(contentHash({ Resources: { ...rest, Api } }, archives)).toBe(contentHash(stack(), archives));
});

test('a setting, an archive and the name of an archive are content', () => {
  const hashes = [
    contentHash(stack(), archives),
    contentHash(stack({ memory: 512 }), archives),
    contentHash(stack(), new Map([['api.zip', Buffer.from('other')]])),
    contentHash(stack(), new Map([['apo.zip', Buffer.from('code')]])),
  ];
  expect(new Set(hashes).size).toBe(4);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}$/);
});

test('a stack needs the exports and parameters that it names, wherever they stand', () => {
  const template = {
    Resources: {
      Api: {
        Layers: [{ 'Fn::Sub': '{{resolve:ssm:/gymcoach/dev/layer/core/abc}}' }],
        Table: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'gymcoach-dev-main-table-arn' }, '/index/GSI1']] },
        Unknown: [{ 'Fn::ImportValue': { 'Fn::Sub': 'x' } }, { 'Fn::Sub': '{{resolve:ssm:/\x24{AWS::Region}/x}}' }],
      },
    },
  };
  expect(needsOf(template)).toEqual({
    exports: ['gymcoach-dev-main-table-arn'],
    parameters: ['/gymcoach/dev/layer/core/abc'],
  });
});
