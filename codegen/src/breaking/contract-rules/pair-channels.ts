/** Which channels of two releases are one stream. */
import type { Channel } from '../../model/contract.js';
import { type Paired, pairBy } from './pair-by.js';
import type { Side } from './side.js';

/** By address, at home first: documents of others may define a channel that is not theirs. Then by key, at home. */
export const pairChannels = (
  previous: Side,
  current: Side,
  serviceNow: (service: string) => string,
): Paired<Channel> => {
  const homeBefore = ({ definedBy }: Channel): string => serviceNow(definedBy);
  const homeNow = ({ definedBy }: Channel): string => definedBy;
  const atHome =
    (home: (channel: Channel) => string, what: (channel: Channel) => string | undefined) =>
    (channel: Channel): string | undefined => {
      const name = what(channel);
      return name === undefined ? undefined : `${home(channel)} ${name}`;
    };
  const keyOf = ({ key }: Channel): string => key;
  return pairBy(previous.channels, current.channels, [
    { previous: atHome(homeBefore, streamOf), current: atHome(homeNow, streamOf) },
    { previous: streamOf, current: streamOf },
    { previous: atHome(homeBefore, keyOf), current: atHome(homeNow, keyOf) },
  ]);
};

/** The address without the names of its parameters, which are on no wire; `undefined` if there is none. */
export const streamOf = ({ address }: Channel): string | undefined =>
  address === '' ? undefined : address.replaceAll(parameterPattern, '{}');

/** Names of the parameters in the address, in their order. */
export const parametersIn = (address: string): readonly string[] =>
  [...address.matchAll(parameterPattern)].map(([, name = '']) => name);

const parameterPattern = /\{([^{}]*)\}/g;
