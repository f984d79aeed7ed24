/** Redis: whether it answers, and whether it keeps what streams hold. */
import type { Check } from './check.js';
import type { Examination, RedisFacts } from './server-looks.js';

/** XAUTOCLAIM, and the streams commands in the form used here, came with 6.2. */
const oldest = { major: 6, minor: 2 };

const judge = (facts: RedisFacts, subject: string): readonly Check[] => {
  const { version } = facts;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldest.major || (major === oldest.major && minor < oldest.minor);
  const fix = `use ${oldest.major}.${oldest.minor} or newer`;
  return [
    isOld
      ? { status: 'problem', subject, message: `version ${version} is too old.`, fix }
      : { status: 'ok', subject, message: `version ${version}` },
    ...eviction(facts, subject),
    ...persistence(facts, subject),
  ];
};

const eviction = ({ evictionPolicy: policy, maxBytes }: RedisFacts, subject: string): readonly Check[] => {
  if (policy === 'noeviction') return [];
  const isBounded = maxBytes > 0;
  const message = isBounded
    ? `maxmemory-policy is ${policy}: when memory is short it removes streams that nobody has read.`
    : `maxmemory-policy is ${policy}: once maxmemory is set it removes streams that nobody has read.`;
  return [{ status: isBounded ? 'problem' : 'warning', subject, message, fix: 'set maxmemory-policy noeviction' }];
};

const persistence = ({ isAppendOnly }: RedisFacts, subject: string): readonly Check[] => {
  if (isAppendOnly) return [];
  const message =
    'appendonly is no: after a restart the streams are empty until they are filled again from PostgreSQL.';
  return [{ status: 'warning', subject, message, fix: 'set appendonly yes' }];
};

export const redisExamination: Examination<RedisFacts> = {
  product: 'Redis',
  variable: 'REDIS_URL',
  look: ({ lookAtRedis }) => lookAtRedis,
  judge,
};
