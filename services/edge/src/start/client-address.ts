/** Whom a request comes from, as far as limits by address are concerned. */
import { isIPv6 } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/**
 * Parameter of an operation: `@ClientAddress() address: string`. The other end of the connection, or, if that is one of
 * TRUSTED_PROXIES, the last address in X-Forwarded-For that is not: what a client writes there itself is never believed.
 */
export const ClientAddress = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  limitedAddress(context.switchToHttp().getRequest<Request>().ip ?? 'unknown'),
);

/** An IPv6 address counts as its /64, which is what one customer of a provider gets: there are 2^64 addresses in it. */
export const limitedAddress = (address: string): string => {
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain;
};

/** Eight groups without leading zeros. What is written as an IPv4 address at the end fills two that nobody asks for. */
const groupsOf = (address: string): readonly string[] => {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const width = (groups: readonly string[]): number => groups.length + (groups.at(-1)?.includes('.') === true ? 1 : 0);
  const zeros = Array.from({ length: Math.max(0, 8 - width(left) - width(right)) }, () => '0');
  return [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ''));
};
