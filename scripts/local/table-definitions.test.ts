import { tableDefinitions } from './table-definitions.ts';

const names = { main: 'm', ephemeral: 'e', audit: 'a' };

test('gives the tables of the platform stack under the names asked for', () => {
  const tables = tableDefinitions(names);
  expect(tables.map(({ create }) => create.TableName)).toEqual(['m', 'e', 'a']);
  for (const { create } of tables) {
    expect(create.KeySchema).toEqual([
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ]);
  }
});

test('turns the stream of the main table on, and leaves the ephemeral one without', () => {
  const [main, ephemeral] = tableDefinitions(names);
  expect(main?.create.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
  expect(ephemeral?.create).not.toHaveProperty('StreamSpecification');
  expect(ephemeral?.ttlAttribute).toEqual(expect.any(String));
});

test('passes on nothing that only CloudFormation understands', () => {
  expect(JSON.stringify(tableDefinitions(names))).not.toMatch(/\$\{|"(?:Ref|Sub|GetAtt)"/);
});
