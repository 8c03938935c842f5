import { route } from '@gymcoach/middleware/contract/route';
import { Type } from 'typebox';

const status = Type.Object({ status: Type.Enum(['ok']) }, { $id: 'Health' });

export const getLive = route({
  method: 'GET',
  path: '/health/live',
  summary: 'Tell that the API answers',
  access: 'public',
  returns: { 200: status },
});

export const getReady = route({
  method: 'GET',
  path: '/health/ready',
  summary: 'Tell that the API can reach its table',
  description: 'For operators: in AWS the gateway asks for an IAM signature (SigV4), not for a token.',
  access: 'public',
  returns: { 200: status },
});

export const getMeta = route({
  method: 'GET',
  path: '/meta',
  summary: 'Tell what is deployed',
  access: 'public',
  returns: {
    200: Type.Object(
      {
        name: Type.String(),
        version: Type.String({ description: 'Of this description' }),
        stage: Type.String(),
        commit: Type.String({ description: '`unknown` where the deployment did not say' }),
        schemaHash: Type.String({ description: 'SHA-256 of `/openapi.json`' }),
      },
      { $id: 'Meta' },
    ),
  },
});

export const getOpenapi = route({
  method: 'GET',
  path: '/openapi.json',
  summary: 'Read this description',
  access: 'public',
  cache: 'public',
  returns: { 200: Type.Unsafe<string>({ type: 'object' }) },
});

export const getDocs = route({
  method: 'GET',
  path: '/docs',
  summary: 'Browse this description',
  access: 'public',
  cache: 'public',
  produces: ['text/html'],
  returns: { 200: Type.String() },
});

export const getDocsAsset = route({
  method: 'GET',
  path: '/docs/{asset}',
  summary: 'Load a part of the reference page',
  access: 'public',
  cache: 'public',
  params: Type.Object(
    { asset: Type.Enum(['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js']) },
    { additionalProperties: false },
  ),
  produces: ['text/javascript', 'text/css'],
  returns: { 200: Type.String() },
});
