/** For tests: what is asked of a scripted service. */
export const key = { TableName: 't', Key: { PK: { S: 'a' } } };
export const put = { TableName: 't', Item: { PK: { S: 'a' } }, ConditionExpression: 'attribute_not_exists(PK)' };
export const write = { TransactItems: [{ Put: put }] };
export const add = { ...key, UpdateExpression: 'ADD n :one' };

/** The error of a call; `no error` where there is none. */
export const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no error',
    (error: unknown) => error,
  );
