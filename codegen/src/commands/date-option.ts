/** The day on which a command is run, so that a run can be made again. */
import { InvalidArgumentError, Option } from 'commander';

export const dateOption = (): Option =>
  new Option('--now <date>', 'the day to decide for, e.g. 2027-06-30 (default: today)').argParser(dateFrom);

const dateFrom = (text: string): Date => {
  const date = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('Give a date such as 2027-06-30.');
  }
  return date;
};
