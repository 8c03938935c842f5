import { compareTemplates } from './compare-templates.ts';
import { readOutput } from './read-output.ts';

const template = (time: string, more: object = {}) => ({
  Resources: {
    Api: {
      Code: { S3Key: `serverless/gymcoach-access/dev/${time}/api.zip` },
      Runtime: 'nodejs24.x',
      Tags: [],
      ...more,
    },
  },
});
const times = ['1796039769979-2026-11-30T11:56:09.979Z', '1796039616029-2026-11-30T11:53:36.029Z'] as const;

test('what is known to differ does not count, and is named', () => {
  expect(compareTemplates(template(times[0]), template(times[1]))).toEqual({
    unexpected: [],
    known: ['time of packaging'],
    equal: 3,
  });
  expect(compareTemplates(template(times[0]), template(times[0])).known).toEqual([]);
});

test('any other value does, by its path', () => {
  const [one, other] = [{ Runtime: 'nodejs20.x', Timeout: 28 }, { Tags: [{ Key: 'stage' }] }];
  expect(compareTemplates(template(times[0], one), template(times[0], other)).unexpected).toEqual([
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
