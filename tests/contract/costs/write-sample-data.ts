import { type Caller, writeSamples } from '../../../scripts/local/seed/seed-samples.ts';
import { gatewayEvent } from '../parts/gateway-event.ts';
import type { CostWorld } from './cost-world.ts';

const SERVICE = 'services/user-profile-service';
const USER = '/v1/users/{userId}';

/** The rows that `npm start` begins with, written through the function itself. */
export async function writeSampleData(world: CostWorld): Promise<void> {
  const container = world.start(SERVICE, 'api');
  const callAs =
    (token: string): Caller =>
    async (method, path, body, headers = {}) => {
      const request = { routeKey: `${method} ${USER}/${path}`, params: { userId: 'me' }, token, headers, body };
      const { statusCode, headers: answered, body: text } = await container.invoke(gatewayEvent(request));
      return new Response(text === '' ? null : text, { status: statusCode, headers: answered });
    };
  try {
    await writeSamples(({ name }) => callAs(world.token(name)));
  } finally {
    await container.stop();
  }
}
