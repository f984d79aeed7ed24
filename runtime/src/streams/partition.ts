import { crc32 } from 'node:zlib';

/** The partition of a key: CRC-32 (IEEE 802.3) of its UTF-8 bytes modulo the number of partitions; the same in any language. */
export const partitionOf = (key: string, partitions: number): number =>
  partitions === 1 ? 0 : crc32(key) % partitions;
