/** A variable that says where Redis is: one server, Sentinels or a Cluster, as the runtime understands it. */
import { parseRedisAddress, redisAddressForms, redisPlace } from '@streampact/runtime';
import type { Variable } from './variable.js';

export const redisUrl = (name: string, { purpose }: { readonly purpose: string }): Variable<string> => ({
  name,
  purpose,
  want: `an address of Redis (${redisAddressForms})`,
  example: 'redis://127.0.0.1:6379',
  parse: (text) => (isAddress(text) ? text : undefined),
  // What cannot be taken apart may hold a password anywhere.
  show: (text) => (isAddress(text) ? redisPlace(parseRedisAddress(text)) : text.includes('@') ? hidden : text),
});

const hidden = '(hidden: it may hold a password)';

const isAddress = (text: string): boolean => {
  try {
    parseRedisAddress(text);
    return true;
  } catch {
    return false;
  }
};
