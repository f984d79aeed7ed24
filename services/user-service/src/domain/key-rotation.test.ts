import { nextKeySignsIn, outlivesSuccessorBySeconds } from './key-rotation.js';

const policy = { signsForSeconds: 3_600, announcedForSeconds: 120, tokenTtlSeconds: 900 };

test.each([
  ['there is none that signs', { canSign: false, newestAgeSeconds: 0 }, 0],
  ['the only one that is left is announced', { canSign: false, newestAgeSeconds: -60 }, 0],
  ['the newest is young', { canSign: true, newestAgeSeconds: 100 }, undefined],
  ['the newest is only announced', { canSign: true, newestAgeSeconds: -100 }, undefined],
  [
    'the newest signs for a moment longer than the next is announced',
    { canSign: true, newestAgeSeconds: 3_479 },
    undefined,
  ],
  ['it is time to announce the next', { canSign: true, newestAgeSeconds: 3_480 }, 120],
  ['nobody looked for a week', { canSign: true, newestAgeSeconds: 604_800 }, 120],
])('the next key when %s', (_when: string, keys, signsIn: number | undefined) => {
  expect(nextKeySignsIn(keys, policy)).toBe(signsIn);
});

test('a key is published for longer than its last token is accepted', () => {
  expect(outlivesSuccessorBySeconds(policy)).toBeGreaterThan(policy.tokenTtlSeconds);
});
