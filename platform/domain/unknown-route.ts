import { AppError } from '@gymcoach/core/errors';
import type { OpenapiDocument } from './read-openapi.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What a request that the gateway could not match gets: 405 with `Allow` where the path exists, else 404. */
export function unknownRoute({ paths }: Pick<OpenapiDocument, 'paths'>, path: string): AppError {
  const allowed = Object.entries(paths)
    .filter(([template]) => matches(template, path))
    .flatMap(([, operations]) => METHODS.filter((method) => method in operations));
  if (allowed.length === 0) return new AppError('not-found', 'route.not-found', 'There is no such route.');
  const allow = [...new Set(allowed)].map((method) => method.toUpperCase()).join(', ');
  return new AppError('method-not-allowed', 'route.method-not-allowed', 'The route does not have this method.', {
    headers: { allow },
  });
}

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => (part.startsWith('{') ? given[index] !== '' : part === given[index]))
  );
}
