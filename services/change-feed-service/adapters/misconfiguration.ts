import { unavailable } from '@gymcoach/core/errors';

/** DynamoDB's names for what is wrong with the stage and not with the request. */
const OURS =
  /^(AccessDenied|ExpiredToken|IncompleteSignature|InvalidSignature|MissingAuthenticationToken|ResourceNotFound|UnrecognizedClient)/;

/**
 * A missing right or table is no fault of the record at hand: as long as it lasts, the table is as good as down. To a
 * request that would be a bug; a stream would put every record aside for it.
 */
export async function withoutMisconfiguration<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || !OURS.test(error.name)) throw error;
    throw unavailable('dependency.unavailable', 'The table cannot be used now.', error);
  }
}
