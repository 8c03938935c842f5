import serverlessExpress from '@codegenie/serverless-express';
import express from 'express';
import { ownId } from './caller.mjs';
import { storedProfile } from './stored-profile.mjs';

const app = express();
app.get('/v1/users/:userId/profile', async (request, response) => {
  const userId = await ownId(request.headers.authorization, request.params.userId);
  if (userId === undefined) return response.status(401).json({ message: 'Unauthorized' });
  const profile = userId === null ? undefined : await storedProfile(userId);
  return profile === undefined ? response.status(404).json({ message: 'Not Found' }) : response.json(profile);
});

const proxy = serverlessExpress({ app });

/** Two parameters: nodejs24.x refuses a handler that takes a callback. */
export const handler = async (event, context) => proxy(event, context);
