import { refuseLocal } from './deployment/deploy-arguments.ts';
import { removeStage } from './removal/remove-stage.ts';
import { readArguments, runCommand } from './stage.ts';

const USAGE = 'npm run remove -- --stage <stage> [--region <region>]';

/** `npm run remove -- --stage S`: all of a stage, its data too; a protected one is refused. Not verified on AWS. */
await runCommand('remove', async () => {
  const { stage, names } = readArguments(USAGE, {});
  refuseLocal(stage.name);
  if (names.length > 0) throw new Error(`what is "${names.join(' ')}" to do here?\nusage: ${USAGE}`);
  return removeStage(stage, console.log);
});
