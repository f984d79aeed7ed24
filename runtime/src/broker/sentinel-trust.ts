/** Why Sentinels cannot be asked over TLS. ioredis keeps that to itself: it says only that its connections to them are closed. */
import { connect } from 'node:tls';
import type { RedisSentinelAddress } from './redis-address.js';

/** Asks one after the other, as ioredis does, and sends nothing. @returns the last failure; undefined: one is trusted */
export const failureOfSentinels = async (
  { hosts, tls }: Pick<RedisSentinelAddress, 'hosts' | 'tls'>,
  answerMaxMs: number,
): Promise<Error | undefined> => {
  let failure: Error | undefined;
  for (const host of hosts) {
    failure = await failureOf({ ...host, ...tls }, answerMaxMs);
    if (!failure) return undefined;
  }
  return failure;
};

const failureOf = async (
  where: { readonly host: string; readonly port: number; readonly ca?: string },
  answerMaxMs: number,
): Promise<Error | undefined> =>
  new Promise((resolve) => {
    const end = (failure?: Error): void => {
      // One that was given up for its certificate may have another error, the server's alert.
      socket.on('error', () => undefined);
      socket.destroy();
      resolve(failure);
    };
    const socket = connect(where, () => end());
    socket.once('error', end);
    socket.setTimeout(answerMaxMs, () => end(new Error('no answer')));
  });
