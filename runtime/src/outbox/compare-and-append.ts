/**
 * Appending to a stream only if it ends where we left it: publish-side dedup, the fence against a stale relay, and the
 * detector of any loss of Redis' data, in one Lua call per chunk (DESIGN 4.2, step 3).
 */
import type { Redis } from 'ioredis';

/**
 * KEYS[1] stream
 * ARGV[1] the last-generated-id we expect ('0-0' also for a stream that is missing)
 * ARGV[2] how many names follow, then the field names; then per entry: entry id, and one value per name
 *         (a value of '' leaves the field out: no envelope field may be empty)
 * returns 'OK' after adding every entry, else the last-generated-id found; then nothing was changed
 */
const compareAndAppend = `
local last = '0-0'
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
if not info.err then
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] break end end
end
if last ~= ARGV[1] then return last end
local names = tonumber(ARGV[2])
local at = 3 + names
while at <= #ARGV do
  local command, size = { 'XADD', KEYS[1], ARGV[at] }, 3
  for n = 1, names do
    local value = ARGV[at + n]
    if value ~= '' then command[size + 1] = ARGV[2 + n] command[size + 2] = value size = size + 2 end
  end
  redis.call(unpack(command, 1, size))
  at = at + names + 1
end
return 'OK'`;

/** A connection that knows the script. */
export type AppendingRedis = Redis & {
  compareAndAppend(key: string, ...values: string[]): Promise<string>;
};

/** An entry and its values in the order of the names that are sent with it. */
export interface Entry {
  readonly entryId: string;
  readonly values: readonly string[];
}

export const withCompareAndAppend = (redis: Redis): AppendingRedis => {
  redis.defineCommand('compareAndAppend', { numberOfKeys: 1, lua: compareAndAppend });
  return redis as AppendingRedis; // ioredis makes the method, TypeScript cannot see it
};

/** @returns undefined when the entries were added, else the id at which the stream really ends */
export const append = async (
  redis: AppendingRedis,
  key: string,
  expected: string,
  names: readonly string[],
  entries: readonly Entry[],
): Promise<string | undefined> => {
  const values: string[] = [expected, String(names.length), ...names];
  for (const entry of entries) values.push(entry.entryId, ...entry.values);
  const found = await redis.compareAndAppend(key, ...values);
  return found === 'OK' ? undefined : found;
};

/** The last-generated-id of each stream, '0-0' for one that is missing. */
export const readHeads = async (redis: Redis, keys: readonly string[]): Promise<readonly string[]> =>
  Promise.all(
    keys.map(async (key) => {
      try {
        const info = (await redis.xinfo('STREAM', key)) as unknown[];
        return String(info[info.indexOf('last-generated-id') + 1]);
      } catch (error) {
        if (error instanceof Error && error.message.includes('no such key')) return '0-0';
        throw error;
      }
    }),
  );

/** Creates a group at the oldest entry, and the stream if it is missing; nothing happens if the group is there. */
export const createGroup = async (redis: Redis, key: string, group: string, from = '0'): Promise<void> => {
  try {
    await redis.xgroup('CREATE', key, group, from, 'MKSTREAM');
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  }
};
