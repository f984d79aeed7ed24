import { hasHost, isUri } from './uri.js';

/** An absolute URI, or one that is relative to another: `/a?b`, `../a`, `//example.com/a`, `#c` or nothing at all. */
export const isUriReference = (text: string): boolean => (relative.test(text) && hasHost(text)) || isUri(text);

const relative =
  /^(?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*)*|\/(?!\/)(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*|(?:[\w.~!$&'()*+,;=@-]|%[\da-f]{2})+(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*)*)?(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;
