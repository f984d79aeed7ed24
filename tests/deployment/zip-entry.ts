/** Takes one file out of a zip archive: Node can inflate, but knows no archives. Sizes below 4 GiB, stored or deflated. */
import { inflateRawSync } from 'node:zlib';

const endSignature = 0x06054b50;
const deflated = 8;

/** @throws if the archive has no such entry */
export const extract = (archive: Buffer, name: string): Buffer => {
  // The central directory lists the entries; its end record is the last thing in the archive.
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || archive.readUInt32LE(end) !== endSignature) throw new Error('This is no zip archive.');
  const entries = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    if (archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)) === name) return contentOf(archive, at);
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  throw new Error(`The archive has no entry "${name}".`);
};

const contentOf = (archive: Buffer, directoryEntry: number): Buffer => {
  const method = archive.readUInt16LE(directoryEntry + 10);
  const size = archive.readUInt32LE(directoryEntry + 20);
  const header = archive.readUInt32LE(directoryEntry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const content = archive.subarray(start, start + size);
  return method === deflated ? inflateRawSync(content) : content;
};
