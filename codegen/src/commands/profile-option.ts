/** Whose documents they are: the same for every command that reads them. */
import { Option } from 'commander';
import { profiles } from '../model/contract.js';

export const profileOption = (): Option =>
  new Option('--profile <profile>', 'streampact enforces its rules; any takes documents as they are')
    .choices(profiles)
    .default('streampact');
