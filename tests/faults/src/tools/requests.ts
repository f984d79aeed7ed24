/** How requests look on the wire to PostgreSQL and Redis: what the proxy is asked to wait for. */

/** A simple query that says COMMIT: `Q`, a length, the text, a zero. Prepared or pipelined ones hold the same text. */
export const isCommit = (request: Buffer): boolean => /\bCOMMIT\b/i.test(request.toString('latin1'));

/** The relay's compare-and-append: a script that is sent the names of an entry's fields. */
export const isAppend = (request: Buffer): boolean => {
  const text = request.toString('latin1');
  return /\r\nevalsha\r\n/i.test(text) && text.includes('aggregateId');
};
