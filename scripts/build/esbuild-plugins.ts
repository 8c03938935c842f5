import { schemas } from '../../middleware/contract/plugin.ts';
import { oneLayerFile } from './one-layer-file.ts';

/** What serverless-esbuild and our own builds add to esbuild: validators made at build time, one lookup of the layer. */
export default [schemas(), oneLayerFile()];
