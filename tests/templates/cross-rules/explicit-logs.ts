import { type CrossRule, ofType } from '../cross-rule.ts';

/** A function whose log group is not in the stack makes one that keeps everything for ever. */
export const explicitLogs: CrossRule = {
  name: 'L12_log_group_is_in_the_stack',
  check(resources) {
    const groups = new Set(
      ofType(resources, 'AWS::Logs::LogGroup').map(([, { Properties }]) => JSON.stringify(Properties['LogGroupName'])),
    );
    return ofType(resources, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => !groups.has(JSON.stringify(`/aws/lambda/${Properties['FunctionName']}`)))
      .map(([resource]) => ({ resource, message: 'has no log group in the stack' }));
  },
};
