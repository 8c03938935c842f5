import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { ownId } from './caller.mjs';
import { storedProfile } from './stored-profile.mjs';

const app = new Hono();
app.get('/v1/users/:userId/profile', async (context) => {
  const userId = await ownId(context.req.header('authorization'), context.req.param('userId'));
  if (userId === undefined) return context.json({ message: 'Unauthorized' }, 401);
  const profile = userId === null ? undefined : await storedProfile(userId);
  return profile === undefined ? context.json({ message: 'Not Found' }, 404) : context.json(profile);
});

export const handler = handle(app);
