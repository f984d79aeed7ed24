/** What a Redis lacks that guarantees or speed depend on. */
import type { BrokerProperties } from '../broker/broker.js';
import type { Finding } from './finding.js';

/** XGROUP SETID … ENTRIESREAD, XSETID … MAXDELETEDID and the lag of XINFO GROUPS came with it. */
const versionMin = 7;

export const redisFindings = (redis: BrokerProperties): readonly Finding[] => {
  const findings: Finding[] = [];
  if (!(Number.parseInt(redis.version, 10) >= versionMin)) {
    findings.push({
      severity: 'warning',
      subject: 'redis_version',
      found: redis.version,
      costs: 'groups cannot show their position, so nothing is trimmed and consumers pause',
      remedy: `run Redis ${String(versionMin)}.0 or newer`,
    });
  }
  if (redis.evictionPolicy !== 'noeviction') {
    findings.push({
      severity: 'error',
      subject: 'maxmemory-policy',
      found: redis.evictionPolicy,
      costs:
        'at its memory limit Redis throws whole streams away, again and again: events are late as long as it lasts',
      remedy: 'set maxmemory-policy to noeviction: writes are refused instead, and events wait in the outbox',
    });
  }
  if (!redis.isAppendOnly) {
    findings.push({
      severity: 'warning',
      subject: 'appendonly',
      found: 'no',
      costs:
        'a restart of Redis loses every stream: they are built again from PostgreSQL, and events are late until then',
      remedy: 'set appendonly to yes',
    });
  }
  return findings;
};
