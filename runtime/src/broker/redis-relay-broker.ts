/**
 * Appending to a Redis stream only if it ends where we left it: publish-side dedup, the fence against a stale relay, and the
 * detector of any loss of Redis' data, in one Lua call per chunk (DESIGN 4.2, step 3). Beside it what else the relay asks.
 */
import type { Redis } from 'ioredis';
import type { BrokerProperties, Entry, GroupState, RelayBroker, StreamState } from './broker.js';
import { groupStates, redisProperties, streamState } from './redis-info.js';
import { nodesOf, type RedisNodes } from './redis-nodes.js';

const readInfo = `
local info = { ['last-generated-id'] = '0-0', ['max-deleted-entry-id'] = '0-0', ['entries-added'] = 0 }
local pairs = redis.pcall('XINFO', 'STREAM', KEYS[1])
if not pairs.err then
  for i = 1, #pairs, 2 do info[pairs[i]] = pairs[i + 1] end
end
local last = info['last-generated-id']`;

const requireLast = `${readInfo}
if last ~= ARGV[1] then return last end`;

/**
 * KEYS[1] stream
 * ARGV[1] the last-generated-id we expect ('0-0' also for a stream that is missing)
 * ARGV[2] how many names follow, then the field names; then per entry: entry id, and one value per name
 *         (a value of '' leaves the field out: no envelope field may be empty)
 * returns 'OK' after adding every entry, else the last-generated-id found; then nothing was changed
 */
const compareAndAppend = `${requireLast}
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
 * ARGV[1] the last-generated-id we expect, ARGV[2] the one it gets, after which it begins
 * returns 'OK', else the last-generated-id found; then nothing was changed
 * A stream is created through a group, for XADD would need an entry.
 */
const compareAndRaise = `${requireLast}
if pairs.err then
  redis.call('XGROUP', 'CREATE', KEYS[1], 'streampact:new', '0', 'MKSTREAM')
  redis.call('XGROUP', 'DESTROY', KEYS[1], 'streampact:new')
end
redis.call('XSETID', KEYS[1], ARGV[2], 'ENTRIESADDED', info['entries-added'], 'MAXDELETEDID', ARGV[2])
return 'OK'`;

/**
 * KEYS[1] stream
 * ARGV[1] the floor: entries below it go, unless a group stands before
 * ARGV[2] '=' all of them, '~' as far as whole nodes of the stream are below it
 * returns 'OK'
 * XTRIM alone does not tell a reader that something was trimmed; the highest deleted id does. Redis that is out of memory takes XSETID
 * all the same, for the script has written before.
 */
const trimBelow = `${readInfo}
if pairs.err then return 'OK' end
local function isBelow(one, other)
  local ms, seq = string.match(one, '(%d+)-(%d+)')
  local otherMs, otherSeq = string.match(other, '(%d+)-(%d+)')
  if ms ~= otherMs then return tonumber(ms) < tonumber(otherMs) end
  return tonumber(seq) < tonumber(otherSeq)
end
local floor = ARGV[1]
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  for i = 1, #group, 2 do
    if group[i] == 'last-delivered-id' and isBelow(group[i + 1], floor) then floor = group[i + 1] end
  end
end
redis.call('XTRIM', KEYS[1], 'MINID', ARGV[2], floor)
if isBelow(last, floor) then floor = last end
if isBelow(info['max-deleted-entry-id'], floor) then
  redis.call('XSETID', KEYS[1], last, 'ENTRIESADDED', info['entries-added'], 'MAXDELETEDID', floor)
end
return 'OK'`;

/** A connection that knows the scripts. */
type ScriptedRedis = Redis & {
  compareAndAppend(key: string, ...values: string[]): Promise<string>;
  compareAndRaise(key: string, expected: string, to: string): Promise<string>;
  trimBelow(key: string, floorId: string, how: '=' | '~'): Promise<string>;
};

/** Each connection is told once; ioredis sends a script whole where its server does not know it. */
const scripted = (redis: Redis): ScriptedRedis => {
  if (!('compareAndAppend' in redis)) {
    redis.defineCommand('compareAndAppend', { numberOfKeys: 1, lua: compareAndAppend });
    redis.defineCommand('compareAndRaise', { numberOfKeys: 1, lua: compareAndRaise });
    redis.defineCommand('trimBelow', { numberOfKeys: 1, lua: trimBelow });
  }
  return redis as ScriptedRedis; // ioredis makes the methods, TypeScript cannot see them
};

export class RedisRelayBroker implements RelayBroker {
  readonly #nodes: RedisNodes;

  /** @param redis – used by the relay alone */
  constructor(redis: Redis | RedisNodes) {
    this.#nodes = nodesOf(redis);
  }

  async streams(keys: readonly string[]): Promise<readonly StreamState[]> {
    return Promise.all(keys.map(async (key) => streamState(this.#nodes, key)));
  }

  async append(
    key: string,
    { expected, names, entries }: { expected: string; names: readonly string[]; entries: readonly Entry[] },
  ): Promise<string | undefined> {
    const values: string[] = [expected, String(names.length), ...names];
    for (const entry of entries) values.push(entry.entryId, ...entry.values);
    const found = await this.#nodes.run(key, async (redis) => scripted(redis).compareAndAppend(key, ...values));
    return found === 'OK' ? undefined : found;
  }

  async raiseHead(key: string, { expected, to }: { expected: string; to: string }): Promise<boolean> {
    return (await this.#nodes.run(key, async (redis) => scripted(redis).compareAndRaise(key, expected, to))) === 'OK';
  }

  async createGroup(key: string, group: string, position: string): Promise<void> {
    await createGroup(this.#nodes, key, group, position);
  }

  async groups(key: string): Promise<readonly GroupState[]> {
    return groupStates(this.#nodes, key);
  }

  async trim(key: string, floorId: string, { exactly = false } = {}): Promise<void> {
    await this.#nodes.run(key, async (redis) => scripted(redis).trimBelow(key, floorId, exactly ? '=' : '~'));
  }

  async moveGroup(key: string, group: string, position: string): Promise<void> {
    await this.#nodes.run(key, async (redis) => redis.xgroup('SETID', key, group, position));
  }

  async remove(key: string): Promise<void> {
    // A long stream is freed beside other work.
    await this.#nodes.run(key, async (redis) => redis.unlink(key));
  }

  async properties(): Promise<BrokerProperties> {
    return redisProperties(this.#nodes);
  }
}

/** Never at `$`: what came between the loss of a group and its creation would be lost to it. */
export const createGroup = async (nodes: RedisNodes, key: string, group: string, position: string): Promise<void> => {
  try {
    await nodes.run(key, async (redis) => redis.xgroup('CREATE', key, group, position, 'MKSTREAM'));
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  }
};
