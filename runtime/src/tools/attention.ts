/** What of a status an operator should look at, and what to do about it. */
import { compareEntryIds, ENTRY_ID_ZERO } from '../streams/entry-id.js';
import type { GroupStatus, StreamStatus, SystemStatus } from './status.js';
import type { ServiceStatus } from './service-state.js';

export interface Attention {
  /** A service, a stream, or a group on a stream. */
  readonly subject: string;
  readonly what: string;
  readonly fix: string;
}

/** A relay takes up what is committed within a second; older rows mean that it cannot. */
const backlogAgeMaxSeconds = 10;

export const attentionOf = ({
  services,
  streams,
  redisTrouble,
}: Omit<SystemStatus, 'attention'>): readonly Attention[] => [
  ...(redisTrouble === undefined
    ? []
    : [{ subject: 'Redis', what: redisTrouble, fix: 'Events wait in PostgreSQL meanwhile; nothing is lost.' }]),
  ...services.flatMap(ofService),
  ...streams.flatMap(ofStream),
];

const ofService = ({ service, trouble, outbox, relay }: ServiceStatus): readonly Attention[] => {
  if (trouble !== undefined) return [{ subject: service, what: trouble, fix: 'Its part of the status is unknown.' }];
  if (!outbox || outbox.oldestAgeSeconds < backlogAgeMaxSeconds) return [];
  const waiting = `${String(outbox.backlogRows)} outbox rows wait, the oldest for ${String(Math.round(outbox.oldestAgeSeconds))} s`;
  return relay
    ? [
        {
          subject: service,
          what: `${waiting}.`,
          fix: 'Look at the log and the health page of the service: its relay says why.',
        },
      ]
    : [{ subject: service, what: `${waiting}, and no relay leads.`, fix: `Start ${service}.` }];
};

const ofStream = (stream: StreamStatus): readonly Attention[] => {
  const ahead = stream.partitions.filter(
    ({ headId = ENTRY_ID_ZERO, assignedId }) => assignedId !== undefined && compareEntryIds(headId, assignedId) > 0,
  );
  return [
    ...(ahead.length === 0
      ? []
      : [
          {
            subject: stream.stream,
            what: `${partitionsText(ahead)} in Redis above everything that ${stream.owner ?? 'its owner'} assigned.`,
            fix: `Its database was restored, or another program writes there: streams verify ${stream.stream}`,
          },
        ]),
    ...stream.groups.flatMap((group) => ofGroup(stream, group)),
  ];
};

const ofGroup = ({ stream }: StreamStatus, group: GroupStatus): readonly Attention[] => {
  const subject = `${group.group} on ${stream}`;
  const found: Attention[] = [];
  if (group.pausedAt !== undefined) {
    found.push({
      subject,
      what: `paused since ${group.pausedAt}.`,
      fix: `streams resume ${group.group} --stream ${stream}`,
    });
  }
  const ownerless = group.partitions.filter(({ isOwnerAlive }) => !isOwnerAlive);
  if (ownerless.some(({ lagEntries }) => lagEntries !== 0)) {
    const ends = ownerless.length === 1 ? 'has no living owner' : 'have no living owner';
    found.push({
      subject,
      what: `${partitionNumbers(ownerless)} ${ends}, and entries wait there.`,
      fix: `Start ${group.group}; if it runs, look at its log.`,
    });
  }
  if (group.dead > 0) {
    found.push({
      subject,
      what: `${String(group.dead)} dead ${group.dead === 1 ? 'letter' : 'letters'}.`,
      fix: `streams dead-letters list --group ${group.group} --stream ${stream}`,
    });
  }
  return found;
};

const partitionsText = (partitions: readonly { partition: number }[]): string =>
  `${partitionNumbers(partitions)} ${partitions.length === 1 ? 'ends' : 'end'}`;

const partitionNumbers = (partitions: readonly { partition: number }[]): string =>
  `${partitions.length === 1 ? 'partition' : 'partitions'} ${partitions.map(({ partition }) => partition).join(', ')}`;
