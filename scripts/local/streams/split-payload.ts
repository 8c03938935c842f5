import type { DynamoDBRecord } from 'aws-lambda';

/** What Lambda takes in one synchronous invocation. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const AROUND_RECORDS = Buffer.byteLength(JSON.stringify({ Records: [] }));

/** Cuts a batch where its event would become too large; a record that is too large by itself stands alone. */
export function splitPayload(
  records: readonly DynamoDBRecord[],
  maxBytes = MAX_PAYLOAD_BYTES,
): readonly (readonly DynamoDBRecord[])[] {
  const batches: DynamoDBRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (bytes + size > maxBytes) {
      batches.push([]);
      bytes = AROUND_RECORDS;
    }
    batches.at(-1)?.push(record);
    bytes += size;
  }
  return batches;
}
