import { durationMs } from './duration.js';

test.each([
  ['P7D', 604_800_000],
  ['PT36H', 129_600_000],
  ['P1DT12H30M5S', 131_405_000],
  ['P2W', 1_209_600_000],
  ['PT0S', 0],
])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms));

test.each(['P', 'PT', 'P1Y', 'P1M', 'P1DT', '7D', 'P-1D', 'P1.5D', ''])('%j is no duration', (text) => {
  expect(durationMs(text)).toBeUndefined();
});
