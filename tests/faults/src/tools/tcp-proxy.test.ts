/** The proxy between a client and a server that answers each line with "<line>!" and remembers what it was asked. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { TcpProxy } from './tcp-proxy.js';
import { eventually } from '../../../infrastructure/test-infrastructure.js';

interface LineServer {
  readonly port: number;
  readonly asked: string[];
  readonly sockets: Set<Socket>;
  readonly server: Server;
}

const serveLines = async (suffix = '!'): Promise<LineServer> => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      asked.push(data.toString());
      socket.write(`${data.toString()}${suffix}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, asked, sockets, server };
};

interface Client {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly end: () => string | undefined;
}

const open: Client[] = [];
const connectTo = async (port: number): Promise<Client> => {
  let heard = '';
  let end: string | undefined;
  const socket = connect(port, '127.0.0.1');
  socket.on('data', (data) => (heard += data.toString()));
  socket.on('error', (error) => (end = 'code' in error ? String(error.code) : error.message));
  socket.on('end', () => (end ??= 'FIN'));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  const client = { socket, heard: () => heard, end: () => end };
  open.push(client);
  return client;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let server: LineServer;
let proxy: TcpProxy;
beforeEach(async () => {
  server = await serveLines();
  proxy = await TcpProxy.start({ targetPort: server.port });
});
afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy();
  for (const socket of server.sockets) socket.destroy();
  await proxy.stop();
  server.server.close();
});

test('passes bytes both ways, and the end of a connection', async () => {
  const client = await connectTo(proxy.port);
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  client.socket.end();
  await eventually(() => expect(client.end()).toBe('FIN'));
  await eventually(() => expect(proxy.connectionCount).toBe(0));
});

test('cut resets both sides, and the next connection is well', async () => {
  const client = await connectTo(proxy.port);
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  proxy.cut();
  await eventually(() => expect(client.end()).toBe('ECONNRESET'));
  await eventually(() => expect(server.sockets.size).toBe(0));

  const next = await connectTo(proxy.port);
  next.socket.write('b');
  await eventually(() => expect(next.heard()).toBe('b!'));
});

test('refuse resets new connections and leaves those that are there', async () => {
  const client = await connectTo(proxy.port);
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  proxy.refuse(true);
  const refused = await connectTo(proxy.port);
  await eventually(() => expect(refused.end()).toBe('ECONNRESET'));
  client.socket.write('b');
  await eventually(() => expect(client.heard()).toBe('a!b!'));
  proxy.heal();
  const next = await connectTo(proxy.port);
  next.socket.write('c');
  await eventually(() => expect(next.heard()).toBe('c!'));
});

test('in a black hole bytes vanish without an end, and what lost bytes is reset when it heals', async () => {
  const client = await connectTo(proxy.port);
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  proxy.blackHole(true);
  client.socket.write('b');
  const inside = await connectTo(proxy.port);
  inside.socket.write('c');
  for (const socket of server.sockets) socket.end(); // its FIN vanishes too
  await pause(100);
  expect([client.heard(), client.end(), inside.heard(), inside.end(), server.asked]).toEqual([
    'a!',
    undefined,
    '',
    undefined,
    ['a'],
  ]);

  proxy.heal();
  await eventually(() => expect([client.end(), inside.end()]).toEqual(['ECONNRESET', 'ECONNRESET']));
});

test('silence is for ever, for the connections there are', async () => {
  const client = await connectTo(proxy.port);
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  proxy.silence();
  const next = await connectTo(proxy.port);
  next.socket.write('b');
  await eventually(() => expect(next.heard()).toBe('b!'));
  proxy.heal();
  client.socket.write('c');
  await pause(100);
  expect([client.heard(), client.end()]).toEqual(['a!', undefined]);
});

test('a delay keeps the order of the bytes, also when it ends', async () => {
  const client = await connectTo(proxy.port);
  proxy.delay(150);
  const startedAt = performance.now();
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290); // there and back
  client.socket.write('b');
  await pause(20);
  proxy.heal();
  client.socket.write('c');
  await eventually(() => expect(client.heard().replaceAll('!', '')).toBe('abc'));
});

test('a lost reply: the server has done what was asked, and the client hears a reset', async () => {
  const client = await connectTo(proxy.port);
  const hasHappened = proxy.loseNextReply((request) => request.includes('commit'));
  client.socket.write('select');
  await eventually(() => expect(client.heard()).toBe('select!'));
  expect(hasHappened()).toBe(false);
  client.socket.write('commit');
  await eventually(() => expect(client.end()).toBe('ECONNRESET'));
  expect([hasHappened(), server.asked, client.heard()]).toEqual([true, ['select', 'commit'], 'select!']);

  const next = await connectTo(proxy.port);
  next.socket.write('commit');
  await eventually(() => expect(next.heard()).toBe('commit!'));
});

test('after retarget clients reach the other server', async () => {
  const other = await serveLines('?');
  const client = await connectTo(proxy.port);
  client.socket.write('a');
  await eventually(() => expect(client.heard()).toBe('a!'));
  proxy.retarget(other.port);
  await eventually(() => expect(client.end()).toBe('ECONNRESET'));
  const next = await connectTo(proxy.port);
  next.socket.write('b');
  await eventually(() => expect(next.heard()).toBe('b?'));
  next.socket.destroy();
  other.server.close();
});
