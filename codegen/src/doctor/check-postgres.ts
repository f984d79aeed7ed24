/** PostgreSQL: whether it answers, and whether what it says is committed survives a crash. */
import type { Check } from './check.js';
import type { Examination, PostgresFacts } from './server-looks.js';

/** Snapshots of 64-bit transaction ids (`pg_current_snapshot`, `xid8`) came with 13. */
const oldestMajor = 13;

const judge = (facts: PostgresFacts, subject: string): readonly Check[] => {
  const isOld = facts.versionNumber < oldestMajor * 10_000;
  const answers: Check = isOld
    ? {
        status: 'problem',
        subject,
        message: `version ${facts.version} is too old.`,
        fix: `use ${oldestMajor} or newer`,
      }
    : { status: 'ok', subject, message: `version ${facts.version}` };
  const off = [
    ...(facts.fsync === 'off' ? ['fsync'] : []),
    ...(facts.fullPageWrites === 'off' ? ['full_page_writes'] : []),
  ];
  const unsafe = off.map((name): Check => {
    const message = `${name} is off: a crash of the machine may destroy the database.`;
    return { status: 'problem', subject, message, fix: `set ${name} = on; only a throwaway database may do without` };
  });
  if (facts.synchronousCommit !== 'off') return [answers, ...unsafe];
  const message =
    'synchronous_commit is off: a crash may lose changes, and their events, that were answered with success.';
  return [answers, ...unsafe, { status: 'warning', subject, message, fix: 'set synchronous_commit = on' }];
};

export const postgresExamination: Examination<PostgresFacts> = {
  product: 'PostgreSQL',
  variable: 'DATABASE_URL',
  look: ({ lookAtPostgres }) => lookAtPostgres,
  judge,
};
