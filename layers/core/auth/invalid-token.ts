import { AppError } from '../errors.ts';

/**
 * The one answer to every token that is not taken. `reason` becomes the cause, for the log: a fixed text, never a part
 * of the token.
 */
export const invalidToken = (reason: string): AppError =>
  new AppError('unauthenticated', 'auth.token-invalid', 'A valid access token is required.', {
    cause: new Error(reason),
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
