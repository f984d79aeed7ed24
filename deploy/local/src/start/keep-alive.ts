import { messageOf } from '../errors.js';
import type { ServerHandle } from '../process/server-process.js';

const restartsMax = 3;
const withinMs = 60_000;

/** Starts a server again that ended by itself; services wait for it and go on. Gives up on one that keeps ending. */
export const keepAlive = (
  server: ServerHandle,
  { say, onDeath }: { say: (line: string) => void; onDeath: (sentence: string) => void },
): void => {
  let endings: number[] = [];
  server.onUnexpectedEnd((lastLines) => {
    const now = Date.now();
    endings = [...endings.filter((at) => now - at < withinMs), now];
    if (endings.length > restartsMax) {
      onDeath(
        `${server.name} ended by itself ${String(endings.length)} times in a minute. Its last lines:\n${lastLines}`,
      );
      return;
    }
    say(`${server.name} ended by itself and is started again, on the same port and data. The services wait for it.`);
    server.restart().then(
      () => say(`${server.name} is back.`),
      (error: unknown) => onDeath(`${server.name} ended by itself and cannot be started again: ${messageOf(error)}`),
    );
  });
};
