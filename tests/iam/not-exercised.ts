/** A grant that nothing on this machine can use, and why it is needed. */
export interface NotExercised {
  /** May end in `*`. */
  readonly action: string;
  /** What the role may name for it, and no more. */
  readonly resource: RegExp;
  readonly reason: string;
}

/**
 * The only grants that the comparison does not ask to have been used. One that was used after all, or that no role has,
 * fails it: this list cannot outlive its reasons.
 */
export const NOT_EXERCISED: readonly NotExercised[] = [
  {
    action: 'xray:*',
    resource: /^\*$/,
    reason: "Lambda's X-Ray daemon sends the traces with the role of the function; no local part is X-Ray",
  },
  {
    action: 'logs:*',
    resource: /^arn:aws:logs:[^:]+:\d+:log-group:\/aws\/lambda\/gymcoach-[\w-]+:\*:\*$/,
    reason: 'Lambda writes what a function prints with the role of the function; locally it goes to the terminal',
  },
  ...['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords', 'dynamodb:ListStreams'].map(
    (action) => ({
      action,
      resource: /^arn:aws:dynamodb:[^:]+:\d+:table\/[\w-]+\/stream\/\w+$/,
      reason:
        'Lambda reads the stream with the role of the function, and makes no event source mapping without all four; ' +
        'locally scripts/local/streams reads it, under its own name',
    }),
  ),
];
