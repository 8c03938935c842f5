import type { Plugin } from 'esbuild';

/**
 * Leaves the fetcher of `aws-jwt-verify` out of a bundle. The library requires `node:https` when it is loaded (11 ms of
 * a cold start) for a fetch that our verifier never asks of it: keys come from `fetch-jwks.ts`. The stand-in throws, so
 * a use that a later version brings shows up at once.
 *
 * @example await build({ entryPoints: ['layers/core/auth.ts'], bundle: true, plugins: [verifierWithoutHttps()] })
 */
export const verifierWithoutHttps = (): Plugin => ({
  name: 'verifier-without-https',
  setup(build) {
    build.onLoad({ filter: /[\\/]aws-jwt-verify[\\/]dist[\\/](?:esm|cjs)[\\/]https-node\.js$/ }, () => ({
      contents: "export function fetch() { throw new Error('aws-jwt-verify must not fetch: keys are handed to it'); }",
      loader: 'js',
    }));
  },
});
