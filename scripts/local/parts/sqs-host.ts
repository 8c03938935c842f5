import { Server } from 'node:net';
import { startFauxqs } from 'fauxqs';
import { leaveWithParent } from './leave-with-parent.ts';

/** `sqs-host.ts <port> <region>`: the SQS stand-in, with its data in the working folder. */
const [port = '', region = ''] = process.argv.slice(2);

// It listens on every interface and takes no setting for that: this process is its own, so the address is set here.
const { listen } = Server.prototype;
Server.prototype.listen = function (this: Server, options: object, ...rest: unknown[]) {
  return Reflect.apply(listen, this, [{ ...options, host: '127.0.0.1' }, ...rest]) as Server; // what the original gives
} as typeof listen; // Fastify calls it with options, the one form of many that is handled here

await startFauxqs({ port: Number(port), logger: false, defaultRegion: region, dataDir: process.cwd() });
leaveWithParent();
