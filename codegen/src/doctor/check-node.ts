import type { Check } from './check.js';

const needed = { major: 20, minor: 19 };

/** @param version e.g. `20.19.1` */
export const checkNode = (version: string): Check => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > needed.major || (major === needed.major && minor >= needed.minor);
  return isEnough
    ? { status: 'ok', subject: 'Node.js', message: version }
    : {
        status: 'problem',
        subject: 'Node.js',
        message: `${version} is too old.`,
        fix: `install ${needed.major}.${needed.minor} or newer`,
      };
};
