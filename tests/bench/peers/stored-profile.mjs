import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

const client = new DynamoDBClient({});

/** One GetItem through the AWS SDK; undefined when there is no such row. */
export async function storedProfile(userId) {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: process.env.MAIN_TABLE,
      Key: { PK: { S: `U#${userId}` }, SK: { S: 'PROFILE' } },
    }),
  );
  if (Item === undefined) return undefined;
  const { PK, SK, ...profile } = unmarshall(Item);
  return profile;
}
