import { createRequire } from 'node:module';
import { leaveWithParent } from './leave-with-parent.ts';

leaveWithParent();
// Its own launcher: it reads PORT and HOST, and `.cognito/` in the working folder.
createRequire(import.meta.url)('cognito-local/lib/bin/start.js');
