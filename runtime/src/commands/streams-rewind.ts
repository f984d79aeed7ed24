/** `streams rewind`: a group handles again what it has handled. */
import { Command, InvalidArgumentError } from 'commander';
import { rewind, type Rewound } from '../tools/rewind.js';
import { onSystem, show, whereHelp, withChange, type ChangeOptions, type Surroundings } from './surroundings.js';
import { counted } from './text-table.js';

interface RewindCommandOptions extends ChangeOptions {
  readonly stream: string;
  readonly to: string;
  readonly partition?: number;
  readonly force: boolean;
}

export const rewindCommand = (surroundings: Surroundings): Command =>
  withChange(new Command('rewind'))
    .description('Let a group handle again what it has handled since a time or an entry.')
    .argument('<group>', "the consuming service's name")
    .requiredOption('--stream <address>', 'the stream, e.g. orders-stream')
    .requiredOption('--to <place>', 'a time, an entry id, or "start": the first entry that is handled again')
    .option('--partition <number>', 'only one partition', parsePartition)
    .option('--force', 'although some messages cannot come again, or may never have been handled', false)
    .addHelpText('after', help)
    .action(async (group: string, options: RewindCommandOptions) => {
      const { stream, to, partition, force: isForced, dryRun: isDryRun, who } = options;
      const rewound = await onSystem(surroundings, (connections) =>
        rewind(connections, {
          group,
          stream,
          to,
          isForced,
          isDryRun,
          ...(partition === undefined ? {} : { partition }),
          ...(who === undefined ? {} : { who }),
        }),
      );
      show(surroundings, options, rewound, () => rewoundText(rewound, isDryRun));
    });

const help = `
Services may run meanwhile. What handlers write and publish happens a second time: they must be made for it. Messages of a key
keep their order; dead letters stay dead, and discarded ones discarded. A time is that at which the relay took the event up.
${whereHelp}
Exit code: 0 done, or nothing to do, 2 could not run, or refused: nothing was changed.

Examples:
  streampact-ops streams rewind notification-service --stream orders-stream --to 2026-11-24T00:00:00Z --dry-run
  streampact-ops streams rewind notification-service --stream orders-stream --to 1764547200000-42 --partition 3
`;

const parsePartition = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number from 0 up.');
};

const rewoundText = (rewound: Rewound, isDryRun: boolean): string => {
  const { group, stream, positionId, partitions, partitionsUnchanged, done, retrying, waiting } = rewound;
  if (partitions.length === 0) return `Nothing to do: ${group} stands at or before that on all of ${stream}.\n`;
  const count = partitions.length + partitionsUnchanged;
  const kept = [
    ...(rewound.dead === 0 ? [] : [counted(rewound.dead, 'dead letter')]),
    ...(rewound.discarded === 0 ? [] : [`${String(rewound.discarded)} discarded`]),
  ];
  const states = [`${String(done)} done`, `${String(retrying)} retrying`, `${String(waiting)} waiting`];
  const lines = [
    `${group} ${isDryRun ? 'would go' : 'goes'} back to ${positionId} on ${stream}, in ${String(partitions.length)} of ${counted(count, 'partition')}.`,
    `  handled again: ${counted(done + retrying + waiting, 'message')} (${states.join(', ')})`,
    ...(rewound.notInStream === 0
      ? []
      : [
          `  of these, ${String(rewound.notInStream)} only if the owner's outbox still holds them: their entries are not in the stream`,
        ]),
    ...(kept.length === 0 ? [] : [`  stay as they are: ${kept.join(', ')}`]),
    ...(isDryRun ? ['Nothing was changed (--dry-run).'] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
};
