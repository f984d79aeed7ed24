/** Lets a replica miss every write from now on, while everybody else still reaches both servers. */
import { Redis } from 'ioredis';
import type { ServerHandle } from '../infrastructure/test-infrastructure.js';

export const stopReplicating = async (primary: ServerHandle, replica: ServerHandle | undefined): Promise<void> => {
  if (!replica) throw new Error('There is no replica.');
  const [source, copy] = [new Redis(primary.url), new Redis(replica.url)];
  try {
    // Its next connection to the primary is refused; the one that it has is ended.
    await copy.config('SET', 'masteruser', 'nobody', 'masterauth', 'nothing');
    await source.call('CLIENT', 'KILL', 'TYPE', 'replica');
  } finally {
    source.disconnect();
    copy.disconnect();
  }
};
