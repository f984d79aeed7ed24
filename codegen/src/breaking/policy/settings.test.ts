import { defaultSettings, settingsFrom } from './settings.js';

const read = (text: string): ReturnType<typeof settingsFrom> => settingsFrom('asyncapi/compatibility.yaml', text);

test('takes what the file says, and the defaults for the rest', () => {
  const text = 'rolloutWindow: P2D\ndeadLetterWindow: PT12H\ndeployed: ["1.10", 2026-11]\n';
  expect(read(text)).toEqual({
    mode: 'ROLLING',
    rolloutWindowMs: 2 * 86_400_000,
    deadLetterWindowMs: 12 * 3_600_000,
    deployed: ['1.10', '2026-11'],
  });
  expect(read('mode: FULL\n')).toEqual({ ...defaultSettings, mode: 'FULL' });
});

test.each([
  ['rolloutWindow: 1 week\n', ':1:16: rolloutWindow is "1 week"; it takes an ISO 8601 duration'],
  ['mode: ROLLING\ndeadLetterWindow: P1Y\n', ':2:19: deadLetterWindow is "P1Y"'],
  ['rollotWindow: P7D\n', ':1:1: There is no setting "rollotWindow"; did you mean "rolloutWindow"?'],
  [
    'deployed: [1.10]\n',
    ':1:11: deployed is [1.1]; it takes a list of names of releases; those that look like numbers in quotes.',
  ],
  ['mode: full\n', ':1:7: mode is "full"; it takes one of NONE, ROLLING,'],
  ['- mode\n', ':1:1: It is no map'],
  ['mode: [\n', ':1:7: '],
])('says where a mistake is: %j', (text, message) => {
  expect(() => read(text)).toThrow(`asyncapi/compatibility.yaml${message}`);
});
