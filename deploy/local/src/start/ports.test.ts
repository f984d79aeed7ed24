import { createServer, type Server } from 'node:net';
import { choosePorts } from './ports.js';

let taken: Server;
let takenPort: number;
beforeAll(async () => {
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  takenPort = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => new Promise((resolve) => taken.close(resolve)));

const free = { USER_SERVICE_PORT: '0', NOTIFICATION_SERVICE_PORT: '0' };
const silent = (): void => undefined;

test('a port that was asked for and is taken is an error that names the variable', async () => {
  const choice = choosePorts({ ...free, ORDER_SERVICE_PORT: String(takenPort) }, silent);
  await expect(choice).rejects.toThrow(`Port ${String(takenPort)} for order-service (ORDER_SERVICE_PORT) is taken`);
});

test('a port that is not a number is an error that says what it must be', async () => {
  const choice = choosePorts({ ...free, ORDER_SERVICE_PORT: 'http' }, silent);
  await expect(choice).rejects.toThrow('ORDER_SERVICE_PORT is "http"; it must be a port, 1 to 65535, or 0');
});

test('0 means any free port', async () => {
  const ports = await choosePorts({ ...free, ORDER_SERVICE_PORT: '0' }, silent);
  expect(Object.values(ports).every((port) => port > 1_023)).toBe(true);
});
