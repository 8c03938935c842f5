import { randomBytes } from 'node:crypto';
import { isAppError } from '../errors.ts';

export type Attributes = Readonly<Record<string, unknown>>;

const AWS_CALL = /^(DynamoDB|S3|SQS) (\w+)$/;
/** Answers that a write asks for by its condition: the caller's 409 or 412, and no fault of ours. */
const REFUSED = new Set(['ConditionFailed', 'ConditionalCheckFailedException']);
const NAME = /^[\w.-]{1,100}$/;

/** Of a span's name: a call to AWS is recorded under its service, where X-Ray's map looks for it. */
export function attributesOf(name: string, table?: string): Attributes & { readonly name: string } {
  const [, service, operation] = AWS_CALL.exec(name) ?? [];
  if (service === undefined) return { name };
  const region = process.env['AWS_REGION'];
  return {
    name: service,
    namespace: 'aws',
    aws: { operation, ...(region ? { region } : {}), ...(table ? { table_name: table } : {}) },
  };
}

/** Of a failure: `error` for a refusal, `fault` for the rest. By name only: messages and stacks may quote what people wrote. */
export function failureAttributes(error: unknown): Attributes {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  const type = NAME.test(name) ? name : 'Error';
  const isRefusal = isAppError(error) ? error.kind !== 'unavailable' : REFUSED.has(type);
  const message = isAppError(error) ? error.code : type;
  return {
    [isRefusal ? 'error' : 'fault']: true,
    cause: { exceptions: [{ id: newSegmentId(), type, message }] },
  };
}

/** 64 bits in hex, as X-Ray wants them. */
export const newSegmentId = (): string => randomBytes(8).toString('hex');
