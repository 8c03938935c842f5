import { schemas } from '../../middleware/contract/plugin.ts';

/** What serverless-esbuild and our own builds add to esbuild: validators compiled at build time. */
export default [schemas()];
