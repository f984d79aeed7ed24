import type { Validate, Violation } from './definitions.js';

/** The errors of a validator's last call as plain data. Copied at once: the next call overwrites them. */
export const violationsOf = (validate: Validate): readonly Violation[] =>
  (validate.errors ?? []).map(({ instancePath, keyword, message }) => ({
    path: instancePath,
    keyword,
    message: message ?? 'is not valid',
  }));
