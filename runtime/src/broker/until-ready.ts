/**
 * Waits until a connection can be used. A command that is sent before waits in ioredis' queue, and a blocking one has no limit
 * there: through Sentinel, connecting may take as long as no Sentinel answers.
 */
import type { Redis } from 'ioredis';

/** @throws if that fails, or takes longer than `maxMs`; connecting goes on */
export const untilReady = async (redis: Redis, maxMs: number): Promise<void> => {
  if (redis.status === 'ready') return;
  let end: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let reason: Error | undefined;
      const note = (error: Error): void => void (reason = error);
      const fail = (): void => reject(reason ?? new Error('Connection is closed.'));
      const timer = setTimeout(() => reject(reason ?? new Error('Connecting timed out')), maxMs);
      redis.on('error', note).on('ready', resolve).on('close', fail).on('end', fail);
      end = () => {
        clearTimeout(timer);
        redis.off('error', note).off('ready', resolve).off('close', fail).off('end', fail);
      };
      if (redis.status === 'end') fail();
    });
  } finally {
    end?.();
  }
};
