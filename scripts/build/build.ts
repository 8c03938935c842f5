import { chooseStacks } from './choose-stacks.ts';
import { buildFunctions } from './functions.ts';
import { buildLayer } from './layer.ts';
import { type Archive, packageStack } from './package-stack.ts';
import { printSizes } from './print-sizes.ts';
import { readStacks } from './read-stack.ts';
import { describeBuildError } from './watch-functions.ts';

/**
 * `npm run build [-- <service>]`: the layer and the functions of one service (or of all), with the sizes of the bundles and sizes
 * and hashes of the archives that are uploaded of them. The layer's archive comes with the platform.
 */
async function main([wanted, ...rest]: readonly string[]): Promise<void> {
  if (rest.length > 0 || wanted?.startsWith('-')) throw new Error('usage: npm run build [-- <service>]');
  const chosen = chooseStacks(readStacks(), wanted);
  const [layer, functions] = await Promise.all([buildLayer(), buildFunctions({ stacks: chosen })]);
  printSizes([...layer, ...functions.flatMap((bundle) => [bundle, ...bundle.parts])]);
  printArchives((await Promise.all(chosen.map((stack) => packageStack(stack)))).flat());
}

/** The same columns as the bundles', and the content's hash: equal archives are not deployed again. */
function printArchives(archives: readonly Archive[]): void {
  console.log('\nuploaded, in .build/packages:');
  const width = Math.max(...archives.map(({ name }) => name.length));
  for (const { name, bytes, sha256 } of archives) {
    console.log(`${name.padEnd(width)}  ${(bytes / 1000).toFixed(1).padStart(8)} kB  sha256 ${sha256.slice(0, 16)}`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(describeBuildError(error));
  process.exitCode = 1;
}
