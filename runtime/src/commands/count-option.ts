/** An option that takes a whole number from 1 up. */
import { InvalidArgumentError, Option } from 'commander';

export const countOption = (flags: string, description: string, byDefault: number): Option =>
  new Option(flags, description).default(byDefault).argParser((text: string): number => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count > 0 && count <= 1_000_000) return count;
    throw new InvalidArgumentError('It is a number from 1 to 1000000.');
  });
