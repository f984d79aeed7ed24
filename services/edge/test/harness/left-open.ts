/**
 * What a test has opened and not closed, because it failed before: it would go on, and keep Jest from ending. It is closed at the
 * end of the test file that imports this, the last thing first, for what was opened later may use what was there.
 */
const closings: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
});

/** @returns closes once, however often it is called, and at the end of the test file at the latest */
export const closedAtTheEnd = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  const closeOnce = async (): Promise<void> => (closing ??= close());
  closings.push(closeOnce);
  return closeOnce;
};
