/** Copies of files on the network, kept beside the contracts: generation never reads from anywhere else. */
import { posix } from 'node:path';

/** `asyncapi/vendor/example.com/schemas/money.yaml` for `https://example.com/schemas/money.yaml`. */
export const vendoredAs = (folder: string, address: string): string => {
  const { host, pathname } = new URL(address);
  return posix.join(folder, 'vendor', host.replace(':', '_'), pathname);
};
