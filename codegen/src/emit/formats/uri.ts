import { isIpv6 } from './ipv6.js';

/** An absolute URI (RFC 3986), e.g. `https://example.com/a?b#c`. */
export const isUri = (text: string): boolean => pattern.test(text) && hasHost(text);

/** Whether what stands in brackets for a host, if there are any, is an address. */
export const hasHost = (text: string): boolean => {
  const [, address] = text.includes('[') ? (inBrackets.exec(text) ?? []) : [];
  return address === undefined || isIpv6(address);
};

const inBrackets = /^[^/?#]*\/\/[^/?#[]*\[([^\]]*)\]/;

const pattern =
  /^[a-z][a-z\d+.-]*:(?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*)*|(?!\/\/)(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})+)(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;
