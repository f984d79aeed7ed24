/**
 * What is left of Redis after a power cut: the append-only file without its last bytes. The server is killed, the file cut,
 * and the server started again; it then has an earlier state, of which nothing in the middle is missing.
 */
import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { redisCommand, type ServerHandle } from '@streampact/local';

/**
 * @param bytes – how many are lost; at most as many as the incremental file has
 * @returns how many were lost
 */
export const cutAppendOnlyFile = async (server: ServerHandle, bytes: number): Promise<number> => {
  const file = await appendOnlyFileOf(server.port);
  await server.kill();
  const { size } = statSync(file);
  const lost = Math.min(bytes, size);
  truncateSync(file, size - lost);
  await server.restart();
  return lost;
};

/** @throws if the server keeps none: start it with `appendonly yes` */
const appendOnlyFileOf = async (port: number): Promise<string> => {
  // CONFIG GET answers with name, value.
  const setting = async (name: string): Promise<string> =>
    ((await redisCommand(port, 'CONFIG', 'GET', name)) as string[])[1] ?? '';
  if ((await setting('appendonly')) !== 'yes') {
    throw new Error(`The Redis at port ${String(port)} has no append-only file to cut. Start it with appendonly yes.`);
  }
  const data = await setting('dir');
  const folder = join(data, await setting('appenddirname'));
  const name = await setting('appendfilename');
  if (!existsSync(folder)) return join(data, name); // before Redis 7 it was one file
  const numberOf = (file: string): number => Number(/\.(\d+)\.incr\.aof$/.exec(file)?.[1] ?? -1);
  const last = readdirSync(folder)
    .filter((file) => numberOf(file) >= 0)
    .toSorted((one, other) => numberOf(one) - numberOf(other))
    .at(-1);
  if (last === undefined) throw new Error(`${folder} holds no incremental append-only file.`);
  return join(folder, last);
};
