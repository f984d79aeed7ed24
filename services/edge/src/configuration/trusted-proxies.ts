import { isIP } from 'node:net';
import type { Variable } from './variable.js';

/** Names that Express knows for ranges of addresses. */
const ranges = ['loopback', 'linklocal', 'uniquelocal'];

/** Whose X-Forwarded-For and X-Forwarded-Proto are believed. Nobody's, unless it is said: anybody can send them. */
export const trustedProxies = (): Variable<readonly string[]> => ({
  name: 'TRUSTED_PROXIES',
  purpose: 'the load balancers in front of this service, whose X-Forwarded-For is believed',
  want: `addresses or networks with commas between them, or ${ranges.join(', ')}`,
  example: '10.0.0.0/8,loopback',
  defaultValue: [],
  parse: (text) => {
    const proxies = text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    return proxies.every(isProxy) ? proxies : undefined;
  },
});

const isProxy = (text: string): boolean => {
  if (ranges.includes(text)) return true;
  const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
};
