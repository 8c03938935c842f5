import { schemas } from '../../middleware/contract/plugin.ts';
import { functionParts, partNow } from './function-parts.ts';
import { oneLayerFile } from './one-layer-file.ts';

/**
 * What serverless-esbuild and our own builds add to esbuild: validators made at build time, how the layer is found, which
 * parts of a function are loaded when needed.
 */
export default [schemas({ part: partNow }), oneLayerFile(), functionParts()];
