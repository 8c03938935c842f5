import { Router } from '@aws-lambda-powertools/event-handler/http';
import { ownId } from './caller.mjs';
import { storedProfile } from './stored-profile.mjs';

const json = (status, body) => Response.json(body, { status });

const app = new Router();
app.get('/v1/users/:userId/profile', async ({ req, params }) => {
  const userId = await ownId(req.headers.get('authorization'), params.userId);
  if (userId === undefined) return json(401, { message: 'Unauthorized' });
  const profile = userId === null ? undefined : await storedProfile(userId);
  return profile === undefined ? json(404, { message: 'Not Found' }) : json(200, profile);
});

export const handler = async (event, context) => app.resolve(event, context);
