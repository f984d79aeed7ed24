/** The slot of a Redis Cluster that a key belongs to: CRC16 (XMODEM) of the key, or of its hash tag, modulo 16384. */

const slotCount = 16_384;

export const slotOf = (key: string): number => {
  const bytes = Buffer.from(hashed(key));
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc % slotCount;
};

/** What stands in the first braces, if anything does. */
const hashed = (key: string): string => {
  const open = key.indexOf('{');
  const close = open === -1 ? -1 : key.indexOf('}', open);
  return close > open + 1 ? key.slice(open + 1, close) : key;
};
