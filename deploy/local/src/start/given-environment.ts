/**
 * The environment as `npm start` goes on with it: what names servers is read from its files once, so that services, the story and
 * the tools get the same, and a service is not told twice what this command sets.
 */
import { givenText, withRootCertificate } from '@streampact/runtime';
import { messageOf, UsageError } from '../errors.js';

const purposes = {
  DATABASE_URL: 'the PostgreSQL that is used',
  DATABASE_CA_FILE: 'who must have signed its certificate',
  REDIS_URL: 'the Redis that is used',
  REDIS_CA_FILE: 'who must have signed its certificate',
  STREAMPACT_KEY_PREFIX: 'what begins every key in Redis',
};

/** @throws UsageError – a file cannot be read, or a variable is given twice */
export const givenEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const given = { ...env };
  for (const [name, purpose] of Object.entries(purposes)) {
    const read = givenText({ name, purpose }, env);
    if ('problem' in read) throw new UsageError(read.problem);
    delete given[`${name}_FILE`];
    if (read.text) given[name] = read.text;
    else delete given[name];
  }
  // An authority for servers that this command brings itself would be one for addresses without TLS.
  if (given['REDIS_URL'] === undefined) delete given['REDIS_CA_FILE'];
  const { DATABASE_URL: url, DATABASE_CA_FILE: caFile } = given;
  delete given['DATABASE_CA_FILE'];
  if (url !== undefined) given['DATABASE_URL'] = withAuthority(url, caFile);
  return given;
};

/** In the URL, which then is all that anybody needs. */
const withAuthority = (url: string, caFile: string | undefined): string => {
  try {
    return withRootCertificate(url, caFile);
  } catch (error) {
    throw new UsageError(`DATABASE_URL: ${messageOf(error)}`);
  }
};
