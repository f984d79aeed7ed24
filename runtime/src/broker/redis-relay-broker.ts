/**
 * Appending to a Redis stream only if it ends where we left it: publish-side dedup, the fence against a stale relay, and the
 * detector of any loss of Redis' data, in one Lua call per chunk (DESIGN 4.2, step 3). Beside it what else the relay asks.
 */
import type { Redis } from 'ioredis';
import type { BrokerProperties, Entry, GroupState, RelayBroker } from './broker.js';
import { groupStates, redisProperties, streamInfo } from './redis-info.js';

const lastId = `
local last = '0-0'
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
if not info.err then
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] break end end
end
if last ~= ARGV[1] then return last end`;

/**
 * KEYS[1] stream
 * ARGV[1] the last-generated-id we expect ('0-0' also for a stream that is missing)
 * ARGV[2] how many names follow, then the field names; then per entry: entry id, and one value per name
 *         (a value of '' leaves the field out: no envelope field may be empty)
 * returns 'OK' after adding every entry, else the last-generated-id found; then nothing was changed
 */
const compareAndAppend = `${lastId}
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

/**
 * KEYS[1] stream
 * ARGV[1] the last-generated-id we expect, ARGV[2] the one it gets
 * returns 'OK', else the last-generated-id found; then nothing was changed
 * A stream is created through a group, for XADD would need an entry.
 */
const compareAndRaise = `${lastId}
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('XGROUP', 'CREATE', KEYS[1], 'streampact:new', '0', 'MKSTREAM')
  redis.call('XGROUP', 'DESTROY', KEYS[1], 'streampact:new')
end
redis.call('XSETID', KEYS[1], ARGV[2])
return 'OK'`;

/** A connection that knows the scripts. */
type ScriptedRedis = Redis & {
  compareAndAppend(key: string, ...values: string[]): Promise<string>;
  compareAndRaise(key: string, expected: string, to: string): Promise<string>;
};

export class RedisRelayBroker implements RelayBroker {
  readonly #redis: ScriptedRedis;

  /** @param redis – used by the relay alone */
  constructor(redis: Redis) {
    redis.defineCommand('compareAndAppend', { numberOfKeys: 1, lua: compareAndAppend });
    redis.defineCommand('compareAndRaise', { numberOfKeys: 1, lua: compareAndRaise });
    this.#redis = redis as ScriptedRedis; // ioredis makes the methods, TypeScript cannot see them
  }

  async heads(keys: readonly string[]): Promise<readonly string[]> {
    return Promise.all(keys.map(async (key) => (await streamInfo(this.#redis, key))?.lastId ?? '0-0'));
  }

  async append(
    key: string,
    { expected, names, entries }: { expected: string; names: readonly string[]; entries: readonly Entry[] },
  ): Promise<string | undefined> {
    const values: string[] = [expected, String(names.length), ...names];
    for (const entry of entries) values.push(entry.entryId, ...entry.values);
    const found = await this.#redis.compareAndAppend(key, ...values);
    return found === 'OK' ? undefined : found;
  }

  async raiseHead(key: string, { expected, to }: { expected: string; to: string }): Promise<boolean> {
    return (await this.#redis.compareAndRaise(key, expected, to)) === 'OK';
  }

  async createGroup(key: string, group: string, position: string): Promise<void> {
    await createGroup(this.#redis, key, group, position);
  }

  async groups(key: string): Promise<readonly GroupState[]> {
    return groupStates(this.#redis, key);
  }

  async trim(key: string, belowId: string): Promise<void> {
    await this.#redis.xtrim(key, 'MINID', '~', belowId);
  }

  async remove(key: string): Promise<void> {
    await this.#redis.del(key);
  }

  async properties(): Promise<BrokerProperties> {
    return redisProperties(this.#redis);
  }
}

/** Never at `$`: what came between the loss of a group and its creation would be lost to it. */
export const createGroup = async (redis: Redis, key: string, group: string, position: string): Promise<void> => {
  try {
    await redis.xgroup('CREATE', key, group, position, 'MKSTREAM');
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  }
};
