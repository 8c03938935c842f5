const { execFile } = require('node:child_process');
const path = require('node:path');
const { promisify } = require('node:util');

const root = path.resolve(__dirname, '../..');
const timeLimitMs = 8_000;
/** Lambda's, for names and values of a function as one JSON text. */
const environmentLimit = 4_096;
/** What CloudFormation puts in place of a reference is not known yet: names and ids of ours are shorter. */
const referenceBytes = 128;

/**
 * Gives the functions behind the gateway the keys of the stage's user pool as `JWKS`, so that a container's first request
 * need not fetch them. Where pool or keys cannot be had (the platform is not deployed, nobody is signed in to AWS), it
 * says so and leaves the variable out: those functions fetch the keys. Not verified on AWS.
 */
module.exports = class UserPoolKeys {
  constructor(serverless, _options, { log }) {
    this.hooks = {
      'before:package:compileFunctions': async () => {
        const { service } = serverless;
        const functions = Object.entries(service.functions).filter(([, { events = [] }]) =>
          events.some((event) => event.httpApi !== undefined),
        );
        if (functions.length === 0) return;
        const keys = await within(timeLimitMs, readKeys(serverless)).catch((error) => {
          log.notice(`No keys of the user pool in the environment, functions will fetch them: ${firstLine(error)}`);
        });
        if (keys === undefined) return;
        for (const [name, own] of functions) {
          const environment = { ...own.environment, JWKS: keys };
          if (bytesOf({ ...service.provider.environment, ...environment }) <= environmentLimit) {
            own.environment = environment;
          } else {
            log.notice(`No room for the keys of the user pool in the environment of ${name}, which will fetch them`);
          }
        }
      },
    };
  }
};

async function readKeys(serverless) {
  const { environment = {}, stage } = serverless.service.provider;
  const pool = await exportedValue(serverless.getProvider('aws'), `gymcoach-${stage}-user-pool-id`);
  const endpoint = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER || process.env.AWS_ENDPOINT_URL;
  const elsewhere = endpoint && new URL(`/${pool}/.well-known/jwks.json`, endpoint).href;
  const address = typeof environment.JWKS_URI === 'string' ? environment.JWKS_URI : elsewhere;
  const script = path.join(root, 'scripts/operate/pool-keys.ts');
  const node = path.join(root, 'node_modules/.bin/node');
  const made = await promisify(execFile)(node, [script, pool, ...(address ? [address] : [])], {
    cwd: root,
    timeout: timeLimitMs,
  });
  return made.stdout.trim();
}

async function exportedValue(provider, name) {
  const { CloudFormationClient, ListExportsCommand } = require('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(await provider.getAwsSdkV3Config({ maxAttempts: 3 }));
  let NextToken;
  do {
    const page = await client.send(new ListExportsCommand({ NextToken }));
    const found = page.Exports?.find(({ Name }) => Name === name);
    if (found) return found.Value;
    NextToken = page.NextToken;
  } while (NextToken);
  throw new Error(`there is no export ${name}: the platform is not deployed`);
}

/** Looking for credentials knows no end of its own. */
async function within(ms, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function bytesOf(environment) {
  const known = Object.entries(environment).map(([name, value]) => [
    name,
    typeof value === 'object' ? '-'.repeat(referenceBytes) : String(value),
  ]);
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(known)));
}

/** What the script printed, or what was thrown. */
function firstLine(error) {
  const text = error.stderr?.trim() || error.message || error.name;
  return String(text).split('\n')[0].slice(0, 200);
}
