import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

/** One thing that the business counts: see `counts` of a route. */
export interface BusinessMetric {
  /** `user-profile`. */
  readonly service: string;
  /** `profilesCreated`. */
  readonly name: string;
}

const COUNTS = /^\s+counts: \{([^}]*)\}/gm;

/**
 * What the routes of all services count, in the order of the services' names. Read as text, for to import the routes with their
 * schemas takes longer than packaging may: a test compares.
 */
export function readBusinessMetrics(root: string = repositoryRoot): readonly BusinessMetric[] {
  return globSync('services/*-service/*routes.ts', { cwd: root })
    .sort()
    .flatMap((file) => {
      const service = (file.split(sep)[1] ?? '').replace(/-service$/, '');
      const texts = [...readFileSync(join(root, file), 'utf8').matchAll(COUNTS)].map(([, inner = '']) => inner);
      return texts.flatMap((inner) => [...inner.matchAll(/'(\w+)'/g)].map(([, name = '']) => ({ service, name })));
    });
}
