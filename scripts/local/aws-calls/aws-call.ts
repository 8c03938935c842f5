/** One thing that was asked of AWS, as IAM judges it: every part of a transaction is one of its own. */
export interface AwsCall {
  /** Who has signed it. */
  readonly accessKeyId: string;
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** The ARN of what it touches: a table or one of its indexes, an object, a bucket, a queue. */
  readonly resource: string;
  /** The partition keys of its items, which only DynamoDB tells: IAM's `dynamodb:LeadingKeys`. */
  readonly leadingKeys?: readonly string[];
}

/** A request that came by, and the status that it was answered with. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly status: number;
}

/** Where a call goes to, for its ARN. */
export interface CallScope {
  readonly region: string;
  readonly accountId: string;
}
