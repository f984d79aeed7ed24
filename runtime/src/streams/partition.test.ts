import { partitionOf } from './partition.js';

describe('partition of a key', () => {
  test('is CRC-32 of the UTF-8 bytes, so that any language finds the same', () => {
    // `python3 -c "import zlib; print(zlib.crc32('…'.encode()) % 8)"` for each.
    expect(partitionOf('123456789', 8)).toBe(0xcbf43926 % 8);
    expect(partitionOf('größe', 8)).toBe(1);
  });

  test('is 0 where there is one partition', () => {
    expect(partitionOf('anything', 1)).toBe(0);
  });
});
