/** `streams verify`: do the streams hold exactly what PostgreSQL says? */
import { Command } from 'commander';
import { verify, type Verification } from '../tools/verify.js';
import {
  onSystem,
  seconds,
  show,
  whereHelp,
  withFormat,
  type FormatOptions,
  type Surroundings,
} from './surroundings.js';
import { counted, textTable } from './text-table.js';

export const verifyCommand = (surroundings: Surroundings): Command =>
  withFormat(new Command('verify'))
    .description('Compare streams with the windows in PostgreSQL, entry by entry, between floor and end.')
    .argument('[stream]', 'one stream, e.g. orders-stream; by default all of them')
    .addHelpText('after', help)
    .action(async (stream: string | undefined, options: FormatOptions) => {
      const startedAt = performance.now();
      const result = await onSystem(surroundings, (connections) =>
        verify(connections, stream === undefined ? {} : { stream }),
      );
      show(surroundings, options, result, () => findingsText(result));
      surroundings.say(`${summaryOf(result)} (${seconds(startedAt)}).\n`);
      surroundings.exit(countFindings(result) === 0 ? 0 : 1);
    });

const help = `
It may run while everything else does, and changes nothing. It finds entries that are
  missing       assigned by a window, and not in the stream
  altered       in the stream with other content
  foreign       in the stream, and assigned by no window
  out-of-order  before an earlier event of their key
  behind        assigned, and not appended by anybody
${whereHelp}
Exit code: 0 the streams are as they should be, 1 something is found, 2 could not run.

Examples:
  streampact-ops streams verify
  streampact-ops streams verify orders-stream --json
`;

const findingsText = ({ streams }: Verification): string => {
  const findings = streams.flatMap((stream) => stream.findings);
  if (findings.length === 0) return '';
  return textTable(
    ['stream', 'partition', 'entry', 'finding', 'details'],
    findings.map(({ stream, partition, entryId, kind, details }) => [
      stream,
      String(partition),
      entryId,
      kind,
      details,
    ]),
  );
};

const countFindings = ({ streams }: Verification): number =>
  streams.reduce((sum, { findings, findingsLeftOut }) => sum + findings.length + findingsLeftOut, 0);

const summaryOf = (result: Verification): string => {
  const { streams, notVerified } = result;
  const equal = streams.reduce((sum, { entriesEqual }) => sum + entriesEqual, 0);
  const leftOut = streams.reduce((sum, { findingsLeftOut }) => sum + findingsLeftOut, 0);
  const count = countFindings(result);
  return [
    `${counted(equal, 'entry', 'entries')} of ${counted(streams.length, 'stream')} as ${equal === 1 ? 'it' : 'they'} should be`,
    ...(count === 0
      ? []
      : [`${counted(count, 'finding')}${leftOut === 0 ? '' : `, ${String(leftOut)} of them not shown`}`]),
    ...(notVerified.length === 0
      ? []
      : [`not compared, for their owner's database is not named: ${notVerified.join(', ')}`]),
  ].join('; ');
};
