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

interface Accounts {
  readonly DUMMY_ACCOUNT: Account;
  readonly registry: Map<string, Account>;
}

interface Account {
  readonly accessKeys: Map<string, string>;
}

const [port = '', bucket = ''] = process.argv.slice(2);
const CORS = `<CORSConfiguration><CORSRule>
  <AllowedOrigin>*</AllowedOrigin><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>
  <AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedMethod>POST</AllowedMethod>
</CORSRule></CORSConfiguration>`;

const require = createRequire(import.meta.url);
const Server = require('@20minutes/s3rver') as S3rver;
// Each function signs with a key id of its own and the secret of services/_shared/environment.yml; the stand-in knows its own pair only.
const { DUMMY_ACCOUNT: account, registry } = require('@20minutes/s3rver/lib/models/account') as Accounts;
account.accessKeys.get = () => 'local';
registry.get = () => account;
const server = new Server({
  address: '127.0.0.1',
  port: Number(port),
  directory: process.cwd(),
  silent: true,
  vhostBuckets: false,
  allowMismatchedSignatures: false,
  configureBuckets: [{ name: bucket, configs: [CORS] }],
});
await server.run();
leaveWithParent();
