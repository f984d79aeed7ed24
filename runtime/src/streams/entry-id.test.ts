import { compareEntryIds, parseEntryId } from './entry-id.js';

describe('entry ids', () => {
  test('are ordered by their numbers, not by their text', () => {
    const ids = ['10-2', '9-10', '9-9', '10-10', '0-0'];
    expect(ids.toSorted(compareEntryIds)).toEqual(['0-0', '9-9', '9-10', '10-2', '10-10']);
  });

  test('keep both parts whole up to 64 bits', () => {
    const greatest = '18446744073709551615-18446744073709551615';
    expect(parseEntryId(greatest)).toEqual({ ms: 2n ** 64n - 1n, seq: 2n ** 64n - 1n });
    expect(compareEntryIds('18446744073709551615-18446744073709551614', greatest)).toBeLessThan(0);
  });
});
