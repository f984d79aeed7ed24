/** What a contract asks of its own changes. */
import { entryOf, jsonOf } from '../../load/source-tree.js';
import {
  compatibilityFrom,
  type CompatibilityMode,
  compatibilityModes,
  type DeclaredCompatibility,
} from '../../model/compatibility.js';
import type { Channel, ContractSet, Message } from '../../model/contract.js';
import type { SourceNode } from '../../model/source.js';
import type { ContentModel } from '../comparable.js';

/** An `x-compatibility` that says nothing, where a mistake must not become the default. */
export class CompatibilityError extends Error {
  readonly code = 'COMPATIBILITY_INVALID';
  constructor(place: string, what: string) {
    super(`${place}: ${what}`);
    this.name = 'CompatibilityError';
  }
}

export interface Compatibility {
  readonly mode: CompatibilityMode;
  readonly contentModel: ContentModel;
}

/** Of the message if it says so, else of its channel, else `otherwise`. @throws CompatibilityError */
export const compatibilityOf = (
  channel: Channel,
  message: Message | undefined,
  otherwise: CompatibilityMode,
): Compatibility => {
  const [ofChannel, ofMessage] = [declaredIn(channel.source), message === undefined ? {} : declaredIn(message.source)];
  return {
    mode: ofMessage.mode ?? ofChannel.mode ?? otherwise,
    contentModel: ofMessage.content ?? ofChannel.content ?? 'event',
  };
};

/** @throws CompatibilityError – for the first `x-compatibility` that says nothing */
export const checkCompatibilities = ({ documents }: ContractSet): void => {
  for (const { channels } of documents) {
    for (const { source, messages } of channels) {
      for (const node of [source, ...messages.map((message) => message.source)]) declaredIn(node);
    }
  }
};

const declaredIn = (node: SourceNode): DeclaredCompatibility => {
  const entry = entryOf(node, 'x-compatibility');
  if (entry === undefined) return {};
  const value = jsonOf(entry.value);
  const declared = compatibilityFrom(value);
  if (declared !== undefined) return declared;
  const { file, line, column } = entry.value.range;
  throw new CompatibilityError(
    `${file}:${line}:${column}`,
    `x-compatibility is ${JSON.stringify(value)}; it takes one of ${compatibilityModes.join(', ')}, or {mode, content: event or strict}.`,
  );
};
