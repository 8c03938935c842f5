import { describeDeployment, type StackResult } from './summary.ts';

const about = {
  stage: 'dev',
  account: '123456789012',
  region: 'eu-west-1',
  commit: 'abc',
  layerHash: '0123456789abcdef',
};
const platform = new Map([
  ['HttpApiUrl', 'https://api.example'],
  ['CoreLambdaLayerQualifiedArn', 'arn:aws:lambda:eu-west-1:123456789012:layer:gymcoach-dev-core:7'],
]);
const stack = (name: string, outcome: StackResult['outcome']): StackResult => ({
  name,
  outcome,
  hash: 'fedc',
  seconds: 4.25,
});

test('tells endpoint, commit, layer, and of each stack whether it has changed', () => {
  const stacks = [stack('gymcoach-platform-dev', 'changed'), stack('gymcoach-access-dev', 'unchanged')];
  expect(describeDeployment({ ...about, stacks, platform }).split('\n')).toEqual([
    'deployed 1 of 2 stacks of dev in 9 s',
    '  account   123456789012, eu-west-1',
    '  endpoint  https://api.example',
    '  commit    abc',
    '  layer     version 7, content 0123456789abcdef',
    '  gymcoach-platform-dev  changed    fedc     4.3 s',
    '  gymcoach-access-dev    unchanged  fedc     4.3 s',
  ]);
});

test('says so when nothing was deployed', () => {
  const said = describeDeployment({ ...about, stacks: [stack('gymcoach-platform-dev', 'unchanged')], platform });
  expect(said).toMatch(/^nothing to deploy: dev has this content already/);
});
