import { renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { leaveWithParent } from './leave-with-parent.ts';

/** The part of its store's file engine that is replaced here. */
interface FileEngine {
  readonly path: string;
  readonly serialize: (data: unknown) => string;
  write(data: unknown): Promise<void>;
}

const require = createRequire(import.meta.url);
const { localFileEngine } = createRequire(require.resolve('cognito-local/package.json'))('stormdb') as {
  readonly localFileEngine: { readonly prototype: FileEngine };
};

// It writes its file in place, and twice at once if two people sign in: either may leave one that cannot be read again.
localFileEngine.prototype.write = function (this: FileEngine, data) {
  writeFileSync(`${this.path}.new`, this.serialize(data));
  renameSync(`${this.path}.new`, this.path);
  return Promise.resolve();
};

leaveWithParent();
// Its own launcher: it reads PORT and HOST, and `.cognito/` in the working folder.
require('cognito-local/lib/bin/start.js');
