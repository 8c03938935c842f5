import { createHash } from 'node:crypto';
import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { readOpenapi } from '../domain/read-openapi.ts';
import type * as routes from '../routes.ts';

export const getMeta =
  ({ file, stage, commit }: Pick<Deps, 'file' | 'stage' | 'commit'>): Handler<typeof routes.getMeta> =>
  async () => {
    const { text, version } = readOpenapi(file);
    const schemaHash = createHash('sha256').update(text).digest('hex');
    return { status: 200, body: { name: 'gymcoach', version, stage, commit, schemaHash } };
  };
