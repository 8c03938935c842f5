import { schemas } from '../../middleware/contract/plugin.ts';
import { importByRequire } from './import-by-require.ts';
import { oneLayerFile } from './one-layer-file.ts';

/** What serverless-esbuild and our own builds add to esbuild: validators made at build time, how the layer is found. */
export default [schemas(), oneLayerFile(), importByRequire()];
