import { createRequire } from 'node:module';
import { leaveWithParent } from './leave-with-parent.ts';

/** The part of s3rver's API that is used here; the package has no types, and its own command is broken. */
type S3rver = new (options: {
  readonly address: string;
  readonly port: number;
  readonly directory: string;
  readonly silent: boolean;
  readonly vhostBuckets: boolean;
  readonly allowMismatchedSignatures: boolean;
  readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[];
}) => { run(): Promise<unknown> };

const [port = '', bucket = ''] = process.argv.slice(2);
const CORS = `<CORSConfiguration><CORSRule>
  <AllowedOrigin>*</AllowedOrigin><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>
  <AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedMethod>POST</AllowedMethod>
</CORSRule></CORSConfiguration>`;

const Server = createRequire(import.meta.url)('@20minutes/s3rver') as S3rver;
const server = new Server({
  address: '127.0.0.1',
  port: Number(port),
  directory: process.cwd(),
  silent: true,
  vhostBuckets: false,
  // Functions sign with the local key, which is not the one that the stand-in knows.
  allowMismatchedSignatures: true,
  configureBuckets: [{ name: bucket, configs: [CORS] }],
});
await server.run();
leaveWithParent();
