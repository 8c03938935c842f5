import lambda from '@fastify/aws-lambda';
import Fastify from 'fastify';
import { ownId } from './caller.mjs';
import { storedProfile } from './stored-profile.mjs';

const app = Fastify({ logger: false });
app.get('/v1/users/:userId/profile', async (request, reply) => {
  const userId = await ownId(request.headers.authorization, request.params.userId);
  if (userId === undefined) return reply.code(401).send({ message: 'Unauthorized' });
  const profile = userId === null ? undefined : await storedProfile(userId);
  return profile === undefined ? reply.code(404).send({ message: 'Not Found' }) : profile;
});

const proxy = lambda(app);

/** Two parameters: nodejs24.x refuses a handler that takes a callback. */
export const handler = async (event, context) => proxy(event, context);
