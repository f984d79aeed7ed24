/** Extensions that only the pages show, read from the contract as it is written. */
import type { Channel, Message } from '../../../model/contract.js';

/** `x-sunset` of a deprecated message, e.g. `2027-01-31`. */
export const sunsetOf = (message: Message): string | undefined => extension(message, 'x-sunset');

/** `x-compatibility` of a channel or message, e.g. `BACKWARD`. */
export const compatibilityOf = (thing: Channel | Message): string | undefined => extension(thing, 'x-compatibility');

const extension = ({ source }: Channel | Message, name: string): string | undefined => {
  const value = source.entries.find(({ key }) => key === name)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
};
