import { compareTemplates } from './compare-templates.ts';
import { readOutput } from './read-output.ts';

const template = (time: string, hash: string, more: object = {}) => ({
  Resources: {
    [`ApiLambdaVersion${hash.repeat(30)}`]: { Type: 'AWS::Lambda::Version' },
    Api: {
      Code: { S3Key: `serverless/gymcoach-access/dev/${time}/api.zip` },
      Runtime: 'nodejs24.x',
      Tags: [],
      ...more,
    },
  },
  Outputs: { CoreLambdaLayerHash: { Description: 'Hash', Value: hash } },
});
const times = ['1796039769979-2026-11-30T11:56:09.979Z', '1796039616029-2026-11-30T11:53:36.029Z'] as const;

test('what is known to differ does not count, and is named', () => {
  expect(compareTemplates(template(times[0], 'a'), template(times[1], 'b'))).toEqual({
    unexpected: [],
    known: ['time of packaging', 'ids of function versions', 'hash of the layer beside its archive'],
    equal: 6,
  });
  expect(compareTemplates(template(times[0], 'a'), template(times[0], 'a')).known).toEqual([]);
});

test('any other value does, by its path', () => {
  const [one, other] = [{ Runtime: 'nodejs20.x', Timeout: 28 }, { Tags: [{ Key: 'stage' }] }];
  expect(compareTemplates(template(times[0], 'a', one), template(times[0], 'a', other)).unexpected).toEqual([
    '/Resources/Api/Runtime: "nodejs20.x" | "nodejs24.x"',
    '/Resources/Api/Tags: [] | absent',
    '/Resources/Api/Timeout: 28 | absent',
    '/Resources/Api/Tags/0/Key: absent | "stage"',
  ]);
});

test('each line that the CLI prints is known, or counts', () => {
  const output = `
Warning: Invalid configuration encountered
  at 'provider.runtime': must be equal to one of the allowed values [dotnet6, nodejs20.x]
  at 'provider.memorySize': must be integer

Packaging gymcoach-access for stage dev (eu-west-1)
Deprecation warning: something else

✔ Service packaged (1s)
`;
  expect(readOutput(output)).toEqual({
    warnings: ["at 'provider.runtime': must be equal to one of the allowed values [*]"],
    unexpected: ["at 'provider.memorySize': must be integer", 'Deprecation warning: something else'],
  });
});
