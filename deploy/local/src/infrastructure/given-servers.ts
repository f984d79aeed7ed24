/** Servers that DATABASE_URL and REDIS_URL name: asked before anything is started, as a service would ask, in words that name the variable. */
import { lookAtPostgres, lookAtRedis, type Looks } from '@streampact/runtime/tools';
import { UsageError } from '../errors.js';

/** Longer than any server that is well takes. */
const answerMaxMs = 5_000;

/** Looks only at what is set. @throws UsageError – one of them is no address, or nobody answers there as expected */
export const checkGivenServers = async (env: NodeJS.ProcessEnv): Promise<void> => {
  check('DATABASE_URL', 'PostgreSQL', await lookAtPostgres(env, { answerMaxMs }));
  check('REDIS_URL', 'Redis', await lookAtRedis(env, { answerMaxMs }));
};

const check = (variable: string, what: string, looks: Looks<unknown>): void => {
  if (looks === undefined) return;
  const remedy = `Correct ${variable}, or unset it: npm start then brings its own ${what}.`;
  if ('problem' in looks) throw new UsageError(`${looks.problem} ${remedy}`);
  // Of several hosts the last look is at all of them together: it is enough that one can be used.
  const look = looks.at(-1);
  if (!look || 'facts' in look.answer) return;
  const failure = inWords(look.answer.failure);
  throw new UsageError(`${what} at ${look.place} of ${variable} cannot be used: ${failure}. Start it. ${remedy}`);
};

const inWords = (failure: string): string => {
  if (/^connect ECONNREFUSED \S+$/.test(failure)) return 'nobody listens there';
  if (/^getaddrinfo (?:ENOTFOUND|EAI_AGAIN) \S+$/.test(failure)) return 'there is no host of this name';
  return failure.replace(/\.$/, '');
};
