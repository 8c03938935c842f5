import { join } from 'node:path';
import { createTables } from './create-tables.ts';
import type { Endpoints } from './endpoints.ts';
import { startCognito } from './parts/cognito.ts';
import { startDynamoDb } from './parts/dynamodb.ts';
import { startS3 } from './parts/s3.ts';
import { startSqs } from './parts/sqs.ts';
import type { Part } from './parts/start-part.ts';
import { seedCursorSecret } from './seed/seed-rows.ts';

const TABLES = { main: 'gymcoach-local-main', ephemeral: 'gymcoach-local-ephemeral', audit: 'gymcoach-local-audit' };

/** Starts DynamoDB with its tables, Cognito, S3 and SQS side by side. Each part is handed to `started` to be stopped later. */
export async function startParts(
  { dynamodb, cognito, s3, sqs }: Endpoints,
  folder: string,
  { started, onDeath }: { readonly started: (part: Part) => void; readonly onDeath: (message: string) => void },
): Promise<void> {
  const database = async (): Promise<void> => {
    started(await startDynamoDb(dynamodb, join(folder, 'dynamodb'), onDeath));
    await createTables(dynamodb, TABLES);
    await seedCursorSecret(dynamodb);
  };
  await Promise.all([
    database(),
    startCognito(cognito, join(folder, 'cognito'), onDeath).then(started),
    startS3(s3, join(folder, 's3'), onDeath).then(started),
    startSqs(sqs, join(folder, 'sqs'), onDeath).then(started),
  ]);
}
