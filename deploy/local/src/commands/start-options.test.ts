import { parseStartOptions } from './start-options.js';

test('without flags it starts, tells the story and stays', () => {
  expect(parseStartOptions([])).toEqual({ isOnce: false, hasDemo: true, isReset: false, isHelp: false });
});

test('an unknown flag is an error that lists the known ones', () => {
  expect(() => parseStartOptions(['--onec'])).toThrow(
    "Unknown option '--onec'. Known: --once --no-demo --reset --help",
  );
});

test('flags that contradict each other are refused', () => {
  expect(() => parseStartOptions(['--once', '--no-demo'])).toThrow('use one of them');
});

test('a flag that npm took for itself is not overlooked', () => {
  expect(() => parseStartOptions([], { npm_config_once: 'true' })).toThrow('npm start -- --once');
  expect(() => parseStartOptions([], { npm_config_demo: '' })).toThrow('npm start -- --no-demo');
});
