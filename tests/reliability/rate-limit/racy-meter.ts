import type { DynamoClient } from '../../../layers/core/clients/dynamodb.ts';
import type { RateMeter } from '../../../layers/core/limit/rate-meter.ts';
import { keys, marshal } from '../../../layers/core/table.ts';

/** The meter with its protection off: reads, decides, and then writes whatever has happened in between. */
export const racyMeter = (client: Pick<DynamoClient, 'send'>, table: string): RateMeter => ({
  async charge({ principal, routeClass, at, cost, burst }) {
    const target = { TableName: table, Key: marshal({ ...keys.rateLimit(principal, routeClass) }) };
    const { Item } = await client.send('GetItem', { ...target, ConsistentRead: true });
    const tat = Number(Item?.['tat']?.N ?? 0);
    const next = Math.max(tat, at) + cost;
    if (next > at + burst) return { paid: false, tat };
    await client.send('UpdateItem', {
      ...target,
      UpdateExpression: 'SET tat = :next',
      ExpressionAttributeValues: marshal({ ':next': next }),
    });
    return { paid: true, tat: next };
  },
});
