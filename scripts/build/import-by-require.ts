import type { Plugin } from 'esbuild';

/**
 * esbuild plugin: writes `import()` as `require()`. A function finds the layer through NODE_PATH, which the resolution
 * of ES modules does not read.
 */
export const importByRequire = (): Plugin => ({
  name: 'import-by-require',
  setup({ initialOptions }) {
    initialOptions.supported = { ...initialOptions.supported, 'dynamic-import': false };
  },
});
