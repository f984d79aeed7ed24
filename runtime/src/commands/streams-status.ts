/** `streams status`: how everything stands, and what of it needs attention. */
import { Command } from 'commander';
import { readStatus, type GroupStatus, type StreamStatus, type SystemStatus } from '../tools/status.js';
import { counted, textTable } from './text-table.js';
import { onSystem, show, whereHelp, withFormat, type FormatOptions, type Surroundings } from './surroundings.js';

interface StatusOptions extends FormatOptions {
  readonly partitions: boolean;
}

export const statusCommand = (surroundings: Surroundings): Command =>
  withFormat(new Command('status'))
    .description('Show services, streams and groups: backlog, lag, owners, pauses, retries and dead letters.')
    .option('--partitions', 'show every partition', false)
    .addHelpText('after', help)
    .action(async (options: StatusOptions) => {
      const status = await onSystem(surroundings, readStatus);
      show(surroundings, options, status, () => statusText(status, options.partitions));
      surroundings.exit(status.attention.length === 0 ? 0 : 1);
    });

const help = `${whereHelp}
A lag of "?" cannot be known: the stream's owner is not among the databases, or Redis does not answer.

Exit code: 0 nothing needs attention, 1 something does, 2 could not run.

Examples:
  streampact-ops streams status --partitions
  STREAMPACT_DATABASES=order-service=postgres://app:app@localhost/order_service REDIS_URL=redis://localhost streampact-ops streams status --json
`;

export const statusText = (status: SystemStatus, hasPartitions: boolean): string =>
  [
    servicesTable(status),
    status.streams.length === 0
      ? 'There are no streams yet: a service creates them when it starts.\n'
      : streamsTable(status),
    ...(hasPartitions ? status.streams.map(partitionsTable) : []),
    attentionText(status),
  ].join('\n');

const servicesTable = ({ services }: SystemStatus): string =>
  textTable(
    ['service', 'outbox backlog', 'oldest', 'relay', 'consuming instances'],
    services.map(({ service, outbox, relay, instances = 0 }) =>
      outbox
        ? [
            service,
            counted(outbox.backlogRows, 'row'),
            outbox.backlogRows === 0 ? '-' : `${outbox.oldestAgeSeconds.toFixed(1)} s`,
            relay ? `leads, epoch ${relay.epoch}` : 'nobody leads',
            String(instances),
          ]
        : [service, '?', '?', '?', '?'],
    ),
  );

const streamsTable = ({ streams }: SystemStatus): string =>
  textTable(
    [
      'stream',
      'owner',
      'entries',
      'recoveries',
      'group',
      'lag',
      'pending',
      'owned',
      'retrying',
      'waiting',
      'dead',
      'state',
    ],
    streams.flatMap((stream) => {
      const { partitions } = stream;
      const place = [
        stream.stream,
        stream.owner ?? '?',
        sumText(partitions.map(({ entries }) => entries)),
        // A partition without entries has no row yet.
        stream.owner ? sumText(partitions.map(({ recoveries = 0 }) => recoveries)) : '?',
      ];
      if (stream.groups.length === 0) return [[...place, '-']];
      return stream.groups.map((group, index) => [
        ...(index === 0 ? place : place.map(() => '')),
        ...groupCells(stream, group),
      ]);
    }),
  );

const groupCells = (stream: StreamStatus, group: GroupStatus): readonly string[] => {
  const { partitions, retrying, waiting, dead } = group;
  const owned = partitions.filter(({ isOwnerAlive }) => isOwnerAlive).length;
  return [
    group.group,
    sumText(partitions.map(({ lagEntries }) => lagEntries)),
    sumText(partitions.map(({ pending }) => pending)),
    `${String(owned)} of ${String(stream.partitions.length)}`,
    ...[retrying, waiting, dead].map(String),
    group.pausedAt === undefined ? (owned === 0 ? 'stopped' : 'running') : 'paused',
  ];
};

const partitionsTable = (stream: StreamStatus): string =>
  textTable(
    [stream.stream, 'entries', 'head', 'assigned', 'floor', 'recovered', 'group', 'position', 'lag', 'owner', 'epoch'],
    stream.partitions.flatMap(({ partition, entries, headId, assignedId, floorId, recoveredAt }) => {
      const place = [
        String(partition),
        String(entries ?? '?'),
        headId ?? '?',
        assignedId ?? '-',
        floorId ?? '-',
        recoveredAt ?? '-',
      ];
      if (stream.groups.length === 0) return [[...place, '-']];
      return stream.groups.map((group, index) => {
        const at = group.partitions.find((one) => one.partition === partition);
        return [
          ...(index === 0 ? place : place.map(() => '')),
          group.group,
          at?.positionId ?? '-',
          String(at?.lagEntries ?? '?'),
          at?.owner === undefined ? '-' : at.isOwnerAlive ? at.owner : `${at.owner} (silent)`,
          at?.epoch ?? '-',
        ];
      });
    }),
  );

const attentionText = ({ attention }: SystemStatus): string =>
  attention.length === 0
    ? 'Nothing needs attention.\n'
    : `Needs attention:\n${attention.map(({ subject, what, fix }) => `  ${subject}: ${what}\n      → ${fix}\n`).join('')}`;

/** Unknown as soon as one part is. */
const sumText = (numbers: readonly (number | undefined)[]): string => {
  let sum = 0;
  for (const number of numbers) {
    if (number === undefined) return '?';
    sum += number;
  }
  return String(sum);
};
