/**
 * The order of test files. Jest begins with the longest, as it knows them from the run before; without one it goes by the size of
 * a file, and the longest of all is small: begun last, it would run for minutes beside a worker that has nothing to do.
 */
// A CommonJS file, as this package is: which of its exports an import gets depends on whether Jest imports or requires this one.
const { default: TestSequencer } = require('@jest/test-sequencer');

/** Waits most of its time: for processes to start, leases to end, and what is lost not to come. */
const longest = 'tests/faults/src/negative-controls.test.ts';

module.exports = class LongestFirst extends TestSequencer {
  /**
   * @param {import('@jest/test-result').Test[]} tests
   * @returns {import('@jest/test-result').Test[]}
   */
  sort(tests) {
    /** @type {import('@jest/test-result').Test[]} */
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    const sorted = super.sort(tests);
    const isLongest = ({ path }) => path.endsWith(longest);
    return [...sorted.filter(isLongest), ...sorted.filter((test) => !isLongest(test))];
  }
};
