// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of serverless.yml look the same
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveVariables, type VariableScope } from './resolve-variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'variables-'));
mkdirSync(join(folder, 'shared'));
writeFileSync(join(folder, 'shared/params.yml'), 'default: { memory: 256, none: null }\nlocal: { level: debug }\n');
writeFileSync(
  join(folder, 'shared/env.yml'),
  "local: { URL: '${env:URL, \"http://127.0.0.1:3001\"}/x', LEVEL: '${param:level}' }\naws: { URL: !ImportValue x }\n",
);
const document = { service: 'gymcoach-x', params: '${file(shared/params.yml)}', custom: { root: '../..' } };
const scope: VariableScope = { folder, document, stage: 'local', env: {} };
const resolved = (value: unknown, env: Record<string, string> = {}): unknown =>
  resolveVariables(value, { ...scope, env });

test.each([
  ['${sls:stage}', 'local'],
  ['${self:custom.root}/build', '../../build'],
  ['${param:level}', 'debug'],
  ['${param:memory}', 256],
  ['${param:absent, null}', null],
  ["${opt:region, env:AWS_REGION, 'eu-west-1'}", 'eu-west-1'],
  ['a ${self:service} of ${sls:stage}', 'a gymcoach-x of local'],
  ['${file(shared/params.yml):${sls:stage}}', { level: 'debug' }],
  ['${file(shared/absent.yml):x, file(shared/params.yml):default.memory}', 256],
  ['${aws:accountId}', undefined],
  ['plain', 'plain'],
  ['arn:${AWS::Partition}:x:${pool}/${Table.Arn}/${sls:stage}', 'arn:${AWS::Partition}:x:${pool}/${Table.Arn}/local'],
])('%s becomes %j', (text, expected) => {
  expect(resolved(text)).toEqual(expected);
});

test('variables inside a file are resolved from the folder of the stack', () => {
  expect(resolved('${file(shared/env.yml):${sls:stage}}')).toEqual({ URL: 'http://127.0.0.1:3001/x', LEVEL: 'debug' });
  expect(resolved('${file(shared/env.yml):local.URL}', { URL: 'http://h' })).toBe('http://h/x');
});

test('an intrinsic of CloudFormation stays a plain object', () => {
  expect(resolved('${file(shared/env.yml):aws}')).toEqual({ URL: { ImportValue: 'x' } });
});

test('variables that refer to each other end in an error', () => {
  const circle = { a: '${self:b}x', b: '${self:a}x' };
  expect(() => resolveVariables('${self:a}', { ...scope, document: circle })).toThrow();
});
