import { createServer } from 'node:net';
import { messageOf } from '../errors.js';

/** A port of 127.0.0.1 that nobody listens on now. */
export const freePort = (): Promise<number> => listenOnce(0);

/** Whether nobody listens on this port. */
export const isPortFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  listenOnce(port, host).then(
    () => true,
    () => false,
  );

/** Starts something on a free port, and again on another one if somebody took it in between. */
export const onFreePort = async <T>(start: (port: number) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 3 || !/address already in use|could not bind/i.test(messageOf(error))) throw error;
    }
  }
};

const listenOnce = (port: number, host = '127.0.0.1'): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
