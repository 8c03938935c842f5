import { buildFunctions } from './functions.ts';
import { buildLayer } from './layer.ts';
import { printSizes } from './print-sizes.ts';
import { readStacks } from './read-stack.ts';
import { describeBuildError } from './watch-functions.ts';

/** `npm run build [-- <service>]`: the layer and the functions of one service (or of all), with their sizes. */
async function main(wanted: string | undefined): Promise<void> {
  const stacks = readStacks();
  const short = (name: string): string => name.replace(/^gymcoach-/, '');
  const chosen = stacks.filter(({ name }) => wanted === undefined || short(name) === short(wanted));
  if (chosen.length === 0) {
    throw new Error(`no service "${wanted}"; there are: ${stacks.map(({ name }) => short(name)).join(', ')}`);
  }
  const [layer, functions] = await Promise.all([buildLayer(), buildFunctions({ stacks: chosen })]);
  printSizes([...layer, ...functions.flatMap((bundle) => [bundle, ...bundle.parts])]);
}

try {
  await main(process.argv[2]);
} catch (error) {
  console.error(describeBuildError(error));
  process.exitCode = 1;
}
