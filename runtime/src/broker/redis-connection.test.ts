/** What is said where nobody listens. Method: a port that was free a moment ago. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Trouble } from '../loop/trouble.js';
import { silentLogger } from '../telemetry/logger.js';
import { parseRedisAddress } from './redis-address.js';
import { connectRedis } from './redis-connection.js';
import { oneNode } from './redis-nodes.js';

const refusingPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on a port has an address with one');
  server.close();
  await once(server, 'close');
  return address.port;
};

test('a command without a connection fails with where and why there is none', async () => {
  const port = await refusingPort();
  const address = parseRedisAddress(`redis://127.0.0.1:${String(port)}`);
  if (address.kind === 'cluster') throw new Error('redis:// is one server');
  const nodes = oneNode(connectRedis(address, { name: 'test' }));
  const trouble = new Trouble(silentLogger, 'begins', 'ends');
  try {
    await nodes.run('key', async (redis) => redis.get('key')).catch((error: unknown) => trouble.report(error));
    expect(trouble.current).toBe(`no connection to Redis: connect ECONNREFUSED 127.0.0.1:${String(port)}`);
  } finally {
    nodes.close();
  }
});
