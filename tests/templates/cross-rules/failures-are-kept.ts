import { type CrossRule, functionsOf, ofType, type Resources } from '../cross-rule.ts';

/** Services that call a function and do not wait for its answer. */
const DOES_NOT_WAIT = /^(events|scheduler|s3|sns|ses|logs|iot|config|cloudwatch)\.amazonaws\.com$/;

/** A function that nobody waits for keeps what it could not do. */
export const failuresAreKept: CrossRule = {
  name: 'L6_failures_that_nobody_sees_are_kept',
  check(resources) {
    const permitted = ofType(resources, 'AWS::Lambda::Permission')
      .filter(([, { Properties }]) => DOES_NOT_WAIT.test(String(Properties['Principal'])))
      .flatMap(([, { Properties }]) => functionsOf(resources, Properties['FunctionName']));
    const scheduled = ofType(resources, 'AWS::Scheduler::Schedule').flatMap(([, { Properties }]) =>
      functionsOf(resources, Properties['Target']),
    );
    return [...new Set([...permitted, ...scheduled])]
      .filter((id) => !keepsFailures(resources, id))
      .map((resource) => ({ resource, message: 'is called without waiting, and what it cannot do is lost' }));
  },
};

function keepsFailures(resources: Resources, id: string): boolean {
  if (resources[id]?.Properties['DeadLetterConfig'] !== undefined) return true;
  return ofType(resources, 'AWS::Lambda::EventInvokeConfig').some(
    ([, { Properties }]) =>
      functionsOf(resources, Properties['FunctionName']).includes(id) &&
      JSON.stringify(Properties).includes('"OnFailure"'),
  );
}
