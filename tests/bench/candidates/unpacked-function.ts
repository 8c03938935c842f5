import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A function as Lambda has it on disk. */
export interface UnpackedFunction {
  readonly taskRoot: string;
  readonly handler: string;
  readonly layer: string;
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const FUNCTION = join(repository, '.build/gymcoach-user-profile');
const LAYER = join(repository, 'layers/core/dist');
const BUNDLE = 'handlers/api.cjs';

/**
 * The user-profile function as it is deployed, below `root`: its bundle alone in one folder, the layer unpacked in
 * another and found through NODE_PATH, no other package in sight.
 */
export async function unpackFunction(root: string): Promise<UnpackedFunction> {
  for (const path of [join(FUNCTION, BUNDLE), LAYER]) {
    if (!existsSync(path)) throw new Error(`${path} is not there: run npm run build first`);
  }
  const unpacked = {
    taskRoot: join(root, 'task'),
    handler: BUNDLE.replace(/cjs$/, 'handler'),
    layer: join(root, 'opt'),
  };
  await cp(FUNCTION, unpacked.taskRoot, { recursive: true, dereference: true });
  await cp(LAYER, unpacked.layer, { recursive: true, dereference: true });
  return unpacked;
}
