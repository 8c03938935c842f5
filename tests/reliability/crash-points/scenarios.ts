import { type ServiceRoute, serviceRoutes } from '../../support/service-endpoints.ts';
import { accessScenarios } from './access-scenarios.ts';
import { profileScenarios } from './profile-scenarios.ts';
import type { Arrange } from './scene.ts';

/** A request for every route that changes something. */
export const scenarios: Readonly<Record<string, Arrange>> = { ...profileScenarios, ...accessScenarios };

/** Not a GET, for its question is a document; changes nothing. */
const READS: ReadonlySet<string> = new Set(['explainAuthorization']);

/** Every route of every service that changes something, from their routes.ts. */
export const changingRoutes = async (): Promise<readonly ServiceRoute[]> =>
  (await serviceRoutes()).filter(({ name, route }) => route.method !== 'GET' && !READS.has(name));
