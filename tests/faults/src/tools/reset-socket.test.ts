import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { resetSocket } from './reset-socket.js';

test.each([
  ['open', false],
  ['half closed', true],
])('a connection that is %s closes', async (_, isEnded) => {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
    socket.on('error', () => undefined),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  const closed = once(socket, 'close');

  if (isEnded) socket.end();
  resetSocket(socket);

  await expect(closed).resolves.toBeDefined();
  server.close();
});
