import { didYouMean } from '../report/near-miss.js';
import type { Check } from './check.js';

/** Variables of ours that services and tools read, themselves or as a file. */
const ofFiles = ['STREAMPACT_DATABASES', 'STREAMPACT_KEY_PREFIX', 'STREAMPACT_REDIS_URL'];
const knownVariables = [
  ...ofFiles,
  ...ofFiles.map((name) => `${name}_FILE`),
  'STREAMPACT_INFRASTRUCTURE',
  'STREAMPACT_TEST_DATABASE_URL',
  'STREAMPACT_TEST_REDIS_URL',
  'STREAMPACT_TEST_RUN',
];

/** A misspelt variable is read by nobody, and its default is used without a word. */
export const checkSettings = (environment: Readonly<Record<string, string | undefined>>): readonly Check[] => {
  const given = Object.keys(environment).filter((name) => name.startsWith('STREAMPACT_'));
  const unknown = given.filter((name) => !knownVariables.includes(name)).toSorted();
  const known = given.length - unknown.length;
  const subject = 'Settings';
  if (unknown.length === 0) {
    const message =
      known === 0 ? 'no STREAMPACT_ variable is set' : `each of the ${known} STREAMPACT_ variables is known`;
    return [{ status: 'ok', subject, message }];
  }
  return unknown.map((name): Check => {
    const message = `${name} is set and nothing reads it.`;
    return {
      status: 'warning',
      subject,
      message,
      fix: didYouMean(name, knownVariables) ?? `unset it; known are ${knownVariables.join(', ')}`,
    };
  });
};
