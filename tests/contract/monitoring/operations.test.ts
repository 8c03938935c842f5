import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { alarmResource } from '../../../scripts/monitoring/alarm.ts';
import { ALARM_KINDS } from '../../../scripts/monitoring/alarm-kinds.ts';
import { alarmsOf } from '../../../scripts/monitoring/alarms-of-stack.ts';
import { operationsFiles } from '../../../scripts/monitoring/operations-files.ts';
import { proveAlarms } from '../../../scripts/monitoring/prove-alarms.ts';
import { outlineOf } from '../../../scripts/monitoring/stack-outline.ts';
import { fires } from '../../monitoring/prove-alarm.ts';
import type { AlarmProperties } from '../../support/cloudwatch/run-alarm.ts';

const made = operationsFiles();

test('every alarm fires and clears on fed metrics, and none on a day on which all is well', () => {
  expect(made.failures).toEqual([]);
});

test.each([...made.files.keys()])('%s is as `npm run operations` writes it', (path) => {
  const file = join(repositoryRoot, path);
  expect({ path, isWritten: existsSync(file) }).toEqual({ path, isWritten: true });
  expect(readFileSync(file, 'utf8') === made.files.get(path)).toBe(true); // no difference of 50 KiB on the screen
});

/** The platform, as one declares it that has a canary. */
const withCanary = outlineOf({
  service: 'gymcoach-platform',
  stage: 'prod',
  functions: { canary: { events: [{ schedule: 'rate(5 minutes)' }] } },
  resources: {},
});

test('the canary fires when its runs fail, and when it does not run', () => {
  expect(proveAlarms([withCanary]).filter(({ kind }) => kind === 'canary-failed')).toMatchObject([
    { alarm: 'canary-failed', before: 'OK', firesAfter: 10, clearsAfter: 10 },
    { alarm: 'canary-failed', before: 'OK', firesAfter: 20, clearsAfter: 10 },
  ]);
});

test('every kind of alarm is there, and is proved', () => {
  const told = made.files.get('docs/operations/alarms.md') ?? '';
  const proved = Object.keys(ALARM_KINDS).filter((kind) =>
    new RegExp(`^\\| \\S*${kind} .*\\| .*\\| .*\\|`, 'm').test(told),
  );
  expect(proved).toEqual(Object.keys(ALARM_KINDS));
});

test('what does not breach does not fire: the alarms are not simply on', () => {
  for (const alarm of alarmsOf(withCanary)) {
    const { Properties } = alarmResource(alarm, { Ref: 'AlarmTopic' }) as { Properties: AlarmProperties }; // just made
    expect([alarm.name, fires(Properties, {})]).toEqual([alarm.name, alarm.kind === 'canary-failed']);
  }
});
