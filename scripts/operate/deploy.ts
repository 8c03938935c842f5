import { readDeployArguments } from './deployment/deploy-arguments.ts';
import { deployStacks } from './deployment/deploy-stacks.ts';
import { runCommand } from './stage.ts';

/**
 * `npm run deploy -- --stage S [--only <service> | --infrastructure-only] [--force]`: the platform with the layer, then the
 * services, and of them what has changed. The platform's plugin makes the cursor key after the first. Not verified on AWS.
 */
await runCommand('deploy', () => deployStacks(readDeployArguments(), console.log));
