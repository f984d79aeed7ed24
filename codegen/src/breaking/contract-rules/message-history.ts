/** A message in releases before the previous one: what their events carry may still be stored. */
import type { Release } from '../../releases/release.js';
import type { Message } from '../../model/contract.js';
import type { OnChannel } from './comparison.js';
import { streamOf } from './pair-channels.js';

/** @param releases oldest first @returns what finds a message in them by stream and name, oldest first */
export const messageHistory = (releases: readonly Release[]): ((message: OnChannel) => readonly Message[]) => {
  const indexes = releases.map(({ contracts }) => {
    const channels = new Set(contracts.documents.flatMap((document) => document.channels));
    return new Map(
      [...channels].flatMap((channel) =>
        channel.messages.map((message) => [`${streamOf(channel) ?? ''} ${message.name}`, message] as const),
      ),
    );
  });
  return ({ channel, message }) =>
    indexes.flatMap((index) => index.get(`${streamOf(channel) ?? ''} ${message.name}`) ?? []);
};
