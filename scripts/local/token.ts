import { findDemoUser } from './demo-users.ts';
import { dataFolder } from './local-names.ts';
import { readRunFile } from './run-file.ts';
import { signIn } from './sign-in.ts';

/** `npm run --silent token -- member`: an access token of a demo user, and nothing else, on standard output. */
async function main(name: string | undefined): Promise<void> {
  if (name === undefined) throw new Error('whose token? npm run --silent token -- <member|other|coach|admin>');
  const user = findDemoUser(name);
  const cognito = process.env['GYMCOACH_COGNITO_URL'] ?? readRunFile(dataFolder())?.endpoints.cognito;
  if (cognito === undefined) throw new Error('the local platform is not running: run npm start first');
  try {
    console.log(await signIn(cognito, user));
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } }; // of a fetch that reached nobody
    if (cause?.code !== 'ECONNREFUSED') throw error;
    throw new Error(`nothing answers at ${cognito}: is npm start running, and ready?`, { cause: error });
  }
}

try {
  await main(process.argv[2]);
} catch (error) {
  console.error(`token: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
