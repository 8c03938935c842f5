import { localNames } from '../local/local-names.ts';
import { platformOutputs } from './platform-outputs.ts';
import type { Stage } from './stage.ts';

/**
 * The id of a stage's user pool, from the platform's stack: several pools may have one name, as when a first creation that failed
 * has left its own. Throws when the stage is not deployed in this account and region.
 */
export async function findPool(stage: Stage): Promise<string> {
  if (stage.name === 'local') return localNames.userPoolId;
  return (await platformOutputs(stage)).output('UserPoolId');
}
