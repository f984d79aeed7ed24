import { UsageError } from '../errors.js';
import type { Step } from './infrastructure.js';

const variable = 'STREAMPACT_INFRASTRUCTURE';
const steps: readonly Step[] = ['docker', 'local', 'embedded'];

/** The one way to get PostgreSQL and Redis that the environment asks for; undefined: the first that works. */
export const infrastructureChoice = (env: NodeJS.ProcessEnv): Step | undefined => {
  const value = env[variable];
  if (!value) return undefined;
  const step = steps.find((known) => known === value);
  if (!step)
    throw new UsageError(
      `${variable} is "${value}"; it may be ${steps.join(', ')}, or unset for the first that works.`,
    );
  return step;
};
