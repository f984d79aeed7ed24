/** Names of Redis keys. One place, because relay, consumer, tools and documents must agree. */

/** `<prefix><address>.<partition>`, or the bare address where there is one partition. */
export const streamKey = (place: { prefix: string; address: string; partition: number; partitions: number }): string =>
  place.partitions === 1
    ? `${place.prefix}${place.address}`
    : `${place.prefix}${place.address}.${String(place.partition)}`;

/** Address of the stream that mirrors a group's dead letters; it has one partition. */
export const deadLetterStream = (address: string, group: string): string => `${address}.dlq.${group}`;
