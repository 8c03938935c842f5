import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { z } from 'zod';
import { ownId } from './caller.mjs';

const logger = new Logger();
const tracer = new Tracer();
const table = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient({})));
const Params = z.object({ userId: z.union([z.literal('me'), z.uuid()]) });

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const getProfile = async (event) => {
  const params = Params.safeParse(event.pathParameters);
  if (!params.success) return answer(400, { message: 'Bad Request' });
  const userId = await ownId(event.headers.authorization, params.data.userId);
  if (userId === undefined) return answer(401, { message: 'Unauthorized' });
  if (userId === null) return answer(404, { message: 'Not Found' });
  const { Item } = await table.send(
    new GetCommand({ TableName: process.env.MAIN_TABLE, Key: { PK: `U#${userId}`, SK: 'PROFILE' } }),
  );
  logger.info('profile read', { userId });
  const { PK, SK, ...profile } = Item ?? {};
  return Item === undefined ? answer(404, { message: 'Not Found' }) : answer(200, profile);
};

/** What the documentation of each part leads to: Middy, the Powertools logger and tracer, zod and the document client. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(captureLambdaHandler(tracer))
  .use(httpErrorHandler())
  .handler(getProfile);
