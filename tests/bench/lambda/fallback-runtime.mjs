// Stands in for aws-lambda-ric where its native part cannot be built: the same loop over the same protocol with
// node:http, without its native client. Plain JavaScript, so that starting it strips no types.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Not by import: an ES import of node:http touches its every export, WebSocket among them, and so loads undici (40 ms).
const { Agent, request } = process.getBuiltinModule('node:http');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const options = { host, port, agent, method, path: `/2018-06-01/runtime${path}` };
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ headers: response.headers, text }));
    });
    sent.on('error', reject).end(body);
  });

const failure = (error) => JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [error.stack] });

async function load() {
  const [module, name] = process.env._HANDLER.split(/\.(?=[^./]*$)/);
  const base = join(process.env.LAMBDA_TASK_ROOT, module);
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path));
  const loaded = await import(file ?? base);
  return loaded[name] ?? loaded.default[name];
}

async function serve(handler) {
  for (;;) {
    const { headers, text } = await call('GET', '/invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const context = {
      awsRequestId: id,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    try {
      const answer = await handler(JSON.parse(text), context);
      await call('POST', `/invocation/${id}/response`, JSON.stringify(answer));
    } catch (error) {
      await call('POST', `/invocation/${id}/error`, failure(error));
    }
  }
}

try {
  await serve(await load());
} catch (error) {
  await call('POST', '/init/error', failure(error));
  process.exitCode = 1;
}
