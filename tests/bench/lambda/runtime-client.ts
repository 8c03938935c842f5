import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface RuntimeClient {
  readonly entry: string;
  /** How the output names it. */
  readonly name: string;
}

/** Small and ours, and known to be there. */
export const fallbackRuntime = fileURLToPath(new URL('./fallback-runtime.mjs', import.meta.url));

const folder = fileURLToPath(new URL('../node_modules/aws-lambda-ric/', import.meta.url));

/** Lambda's own runtime client; where its native part could not be built, ours, and the output says so. */
export function runtimeClient(): RuntimeClient {
  if (!existsSync(`${folder}rapid-client.node`)) {
    return {
      entry: fallbackRuntime,
      name: 'own small runtime client (aws-lambda-ric is not built here: it needs cmake, make, a C++ compiler, python3, tar and xz)',
    };
  }
  const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { version: string }; // every package has one
  return { entry: `${folder}index.mjs`, name: `aws-lambda-ric ${version}` };
}
