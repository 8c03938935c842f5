import { createRequire } from 'node:module';

interface Plugin {
  readonly hooks: Readonly<Record<string, () => void>>;
}

// Plugins are plain CommonJS, as the CLI loads them: this is what it calls.
const Monitoring = createRequire(import.meta.url)('./monitoring.cjs') as new (serverless: object) => Plugin;

jest.setTimeout(60_000); // each starts a process

/** Runs the plugin's hook over a stack, with what the CLI gives a plugin; gives the template's resources. */
function packaged(monitoring: unknown, own: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const Resources: Record<string, unknown> = { ...own };
  const service = {
    service: 'gymcoach-goal',
    provider: { stage: 'prod', compiledCloudFormationTemplate: { Resources } },
    functions: { api: { events: [{ httpApi: 'GET /v1/goals' }] } },
    custom: { monitoring },
  };
  const { hooks } = new Monitoring({ service, classes: { Error } });
  for (const hook of Object.values(hooks)) hook();
  return Resources;
}

test('a stack of functions alone is packaged with alarms, a dashboard, queries and a trace group', () => {
  expect(packaged('full', { ApiLogGroup: {} })).toMatchObject({
    ApiLogGroup: {},
    ApiErrorRatioAlarm: { Type: 'AWS::CloudWatch::Alarm' },
    Dashboard: { Type: 'AWS::CloudWatch::Dashboard' },
    FailedRequestsQuery: { Properties: { LogGroupNames: [{ Ref: 'ApiLogGroup' }] } },
    TraceGroup: { Type: 'AWS::XRay::Group' },
  });
});

test('a stage that wants none has none', () => {
  expect(packaged('off')).toEqual({});
});

test.each(['ful', undefined])('how much a stage has cannot be %s, and that is said', (mode) => {
  expect(() => packaged(mode)).toThrow('it is one of full, alarms, off');
});

test('a resource of the stack is not written over', () => {
  expect(() => packaged('full', { Dashboard: {} })).toThrow('Dashboard is a name of the monitoring');
});
