import { ownId } from './caller.mjs';
import { storedProfile } from './stored-profile.mjs';

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** No framework at all: what is left is the AWS SDK and aws-jwt-verify. */
export const handler = async (event) => {
  const userId = await ownId(event.headers.authorization, event.pathParameters.userId);
  if (userId === undefined) return answer(401, { message: 'Unauthorized' });
  const profile = userId === null ? undefined : await storedProfile(userId);
  return profile === undefined ? answer(404, { message: 'Not Found' }) : answer(200, profile);
};
