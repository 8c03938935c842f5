import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { describeFailure } from './describe-failure.ts';

const STACK = 'gymcoach-platform-dev';
const event = (id: string, type: string, status: StackEvent['ResourceStatus'], reason?: string): StackEvent => ({
  EventId: undefined,
  Timestamp: undefined,
  StackId: undefined,
  StackName: STACK,
  LogicalResourceId: id,
  ResourceType: type,
  ResourceStatus: status,
  ResourceStatusReason: reason,
});
const ofStack = (status: StackEvent['ResourceStatus'], reason?: string) =>
  event(STACK, 'AWS::CloudFormation::Stack', status, reason);

test('names the resource that failed and its reason, not those that were stopped because of it', () => {
  const events = [
    ofStack('UPDATE_ROLLBACK_COMPLETE'),
    ofStack('UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [MediaBucket, MainTable].'),
    event('MainTable', 'AWS::DynamoDB::Table', 'CREATE_FAILED', 'Resource creation cancelled'),
    event('MediaBucket', 'AWS::S3::Bucket', 'CREATE_FAILED', 'Access Denied (Service: S3)'),
    event('MainTable', 'AWS::DynamoDB::Table', 'CREATE_IN_PROGRESS'),
  ];
  expect(describeFailure(STACK, events)).toBe(
    [
      'gymcoach-platform-dev failed:',
      '  MediaBucket (AWS::S3::Bucket) CREATE_FAILED: Access Denied (Service: S3)',
      '  The stack is as it was before. Mend the cause, then run the same command again.',
    ].join('\n'),
  );
});

test('several causes stand in the order in which they happened', () => {
  const events = [
    event('Second', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'two'),
    event('First', 'AWS::SQS::Queue', 'UPDATE_FAILED', 'one'),
  ];
  expect(describeFailure(STACK, events)?.split('\n').slice(1, 3)).toEqual([
    '  First (AWS::SQS::Queue) UPDATE_FAILED: one',
    '  Second (AWS::SQS::Queue) UPDATE_FAILED: two',
  ]);
});

test('what exists already is of an earlier stack, and has to go or be imported', () => {
  const events = [event('MainTable', 'AWS::DynamoDB::Table', 'CREATE_FAILED', 'gymcoach-prod-main already exists')];
  expect(describeFailure(STACK, events)).toContain('DeletionPolicy Retain');
});

test('a failure of the stack itself is told when no resource failed, and nothing when nothing did', () => {
  expect(describeFailure(STACK, [ofStack('DELETE_FAILED', 'Export is in use')])).toContain('Export is in use');
  expect(describeFailure(STACK, [ofStack('UPDATE_COMPLETE')])).toBeUndefined();
});
