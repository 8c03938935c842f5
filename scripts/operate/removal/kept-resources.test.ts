import { keptBy } from './kept-resources.ts';

test('what is retained or protected is kept, and nothing else', () => {
  const Resources = {
    MainTable: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' },
    AuditTable: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'RetainExceptOnCreate' },
    Scratch: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    },
    Guarded: { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: true } },
    UserPool: { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'ACTIVE' } },
    ApiVersion: { Type: 'AWS::Lambda::Version', DeletionPolicy: 'Retain' },
    Api: { Type: 'AWS::Lambda::Function' },
  };
  expect(keptBy({ Resources }).map(({ logicalId }) => logicalId)).toEqual([
    'MainTable',
    'AuditTable',
    'Guarded',
    'UserPool',
  ]);
});
