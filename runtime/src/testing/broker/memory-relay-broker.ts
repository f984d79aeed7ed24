/** The relay's side of a broker in memory. */
import type { BrokerProperties, Entry, GroupState, RelayBroker, StreamState } from '../../broker/broker.js';
import { lowestEntryId } from '../../streams/entry-id.js';
import type { MemoryLine } from './memory-line.js';
import { MemoryCommandError, type MemoryStream } from './memory-stream.js';
import type { MemoryStreams } from './memory-streams.js';

export class MemoryRelayBroker implements RelayBroker {
  constructor(
    readonly line: MemoryLine,
    readonly store: MemoryStreams,
    readonly limits: { readonly maxBytes: number; readonly evictionPolicy: string },
  ) {}

  async streams(keys: readonly string[]): Promise<readonly StreamState[]> {
    return this.line.send('read', () => keys.map((key) => this.store.state(key)));
  }

  async append(
    key: string,
    { expected, names, entries }: { expected: string; names: readonly string[]; entries: readonly Entry[] },
  ): Promise<string | undefined> {
    return this.line.send('script', () => {
      const found = this.store.head(key);
      if (found !== expected) return found;
      this.line.assertTaken('grow');
      for (const { entryId, values } of entries) {
        this.store.add(key, { id: entryId, fields: fieldsOf(names, values) });
      }
      return undefined;
    });
  }

  async raiseHead(key: string, { expected, to }: { expected: string; to: string }): Promise<boolean> {
    return this.line.send('script', () => {
      if (this.store.head(key) !== expected) return false;
      this.line.assertTaken('grow');
      this.store.ensure(key).setId(to);
      return true;
    });
  }

  async createGroup(key: string, group: string, position: string): Promise<void> {
    await this.line.send('grow', () => ensureGroup(this.store.ensure(key), group, position));
  }

  async groups(key: string): Promise<readonly GroupState[]> {
    return this.line.send('read', () => groupStates(this.store.find(key)));
  }

  async trim(key: string, floorId: string): Promise<void> {
    await this.line.send('write', () => {
      const stream = this.store.find(key);
      if (!stream) return;
      const shown = [...stream.groups.values()].map(({ lastDeliveredId }) => lastDeliveredId);
      stream.trim(lowestEntryId([floorId, ...shown]));
    });
  }

  async moveGroup(key: string, group: string, position: string): Promise<void> {
    await this.line.send('write', () => this.store.existing(key).setGroupId(group, position));
  }

  async remove(key: string): Promise<void> {
    await this.line.send('write', () => this.store.remove(key));
  }

  async properties(): Promise<BrokerProperties> {
    return this.line.send('read', () => ({
      version: '7.4.0',
      usedBytes: this.store.usedBytes,
      maxBytes: this.limits.maxBytes,
      evictionPolicy: this.limits.evictionPolicy,
      isAppendOnly: true,
    }));
  }
}

export const ensureGroup = (stream: MemoryStream, group: string, position: string): void => {
  try {
    stream.createGroup(group, position);
  } catch (error) {
    if (!(error instanceof MemoryCommandError && error.code === 'BUSYGROUP')) throw error;
  }
};

/** By name, as Redis lists them. */
export const groupStates = (stream: MemoryStream | undefined): readonly GroupState[] =>
  [...(stream?.groups.keys() ?? [])].toSorted().flatMap((name) => {
    const group = stream?.groups.get(name);
    if (!stream || !group) return [];
    const lowestPendingId = stream.lowestPending(name);
    return [
      {
        name,
        lastDeliveredId: group.lastDeliveredId,
        pending: group.pending.size,
        ...(lowestPendingId === undefined ? {} : { lowestPendingId }),
        lag: stream.lag(name),
      },
    ];
  });

/** A value of '' leaves its field out. */
const fieldsOf = (names: readonly string[], values: readonly string[]): readonly string[] =>
  names.flatMap((name, index) => {
    const value = values[index] ?? '';
    return value === '' ? [] : [name, value];
  });
