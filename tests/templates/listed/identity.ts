import { isShape, type ListedProperty, of, plus } from '../listed-property.ts';

const STATEMENT = 'Properties.Policies.*.PolicyDocument.Statement.*';
const onRows = (value: unknown): boolean => isShape(value) && JSON.stringify(value).includes('LeadingKeys');

/** What roles may do. */
export const identity: readonly ListedProperty[] = of('AWS::IAM::Role', [
  {
    rule: 'L2_actions_are_named',
    path: `${STATEMENT}.Action.*`,
    removed: false,
    weaker: ['*', 'dynamodb:*', 's3:Get*'],
  },
  { rule: 'L2_actions_are_named', path: `${STATEMENT}.Action` },
  {
    rule: 'L2_resources_are_named',
    path: `${STATEMENT}.Resource`,
    weaker: ['*'],
    only: (value) => value !== '*',
  },
  { rule: 'L2_roles_are_taken_by_services', path: 'Properties.AssumeRolePolicyDocument' },
  {
    rule: 'L2_roles_are_taken_by_services',
    path: 'Properties.AssumeRolePolicyDocument.Statement.*.Principal',
    weaker: ['*', { AWS: '*' }],
  },
  {
    rule: 'L2_no_managed_policy_of_everything',
    path: 'Properties.ManagedPolicyArns',
    removed: false,
    weaker: [plus('arn:aws:iam::aws:policy/AdministratorAccess')],
  },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition`, only: onRows },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition.*`, only: onRows, weaker: [{}] },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition.*.dynamodb:LeadingKeys`, weaker: ['*'] },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition.Null.dynamodb:LeadingKeys`, weaker: ['true'] },
  { rule: 'D8_nothing_is_scanned', path: `${STATEMENT}.Action`, removed: false, weaker: [plus('dynamodb:Scan')] },
]);
