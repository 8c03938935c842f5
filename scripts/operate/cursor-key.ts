import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { cursorSecretItem } from '../../layers/core/paging/cursor.ts';
import { keys } from '../../layers/core/table/keys.ts';
import { marshal, unmarshal } from '../../layers/core/table/marshal.ts';
import { readArguments, runCommand } from './stage.ts';

/**
 * `npm run cursor-key -- --stage S [--rotate]`: makes the key that seals list cursors where there is none; with
 * `--rotate` a new one, beside which the one before still opens. Warm containers take it up when they meet a cursor of it, or are replaced.
 */
await runCommand('cursor-key', async () => {
  const { stage, flags } = readArguments('npm run cursor-key -- --stage <stage> [--rotate]', {
    rotate: { type: 'boolean' },
  });
  const client = new DynamoDBClient(stage.client(process.env['GYMCOACH_DYNAMODB_URL'] || 'http://127.0.0.1:3001'));
  const TableName = `gymcoach-${stage.name}-main`;
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: marshal({ ...keys.cursorSecret() }), ConsistentRead: true }),
  );
  if (Item !== undefined && flags.rotate !== true) return `the cursor key of ${stage.name} is there`;
  const previous = Item === undefined ? undefined : unmarshal(Item);
  await client.send(
    new PutItemCommand({
      TableName,
      Item: marshal(cursorSecretItem(previous)),
      // Two at once must not both think that theirs is the key.
      ...(Item?.['current'] === undefined
        ? { ConditionExpression: 'attribute_not_exists(PK)' }
        : {
            ConditionExpression: '#current = :current',
            ExpressionAttributeNames: { '#current': 'current' },
            ExpressionAttributeValues: { ':current': Item['current'] },
          }),
    }),
  );
  return `the cursor key of ${stage.name} is ${Item === undefined ? 'made' : 'new; the one before still opens'}`;
});
