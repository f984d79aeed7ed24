import { StreampactError } from '@streampact/runtime';

/** The environment does not say what the service needs. Every problem is listed, so that one round of edits is enough. */
export class ConfigurationError extends StreampactError {
  readonly code = 'CONFIGURATION_INVALID';
  readonly problems: readonly string[];

  constructor(fields: { service: string; problems: readonly string[] }) {
    const { service, problems } = fields;
    const count =
      problems.length === 1 ? 'one environment variable has' : `${problems.length} environment variables have`;
    super(`${service} cannot start: ${count} to be set right.\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.problems = problems;
  }
}
