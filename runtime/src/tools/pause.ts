/** Pauses a group, on one stream or on all that it reads, and lets it go on. */
import { pauseStream, resumeStream } from '../consumer/pause.js';
import { audited, type Change } from './audit.js';
import { readWholeCatalogue, streamsOfGroup } from './catalogue.js';
import type { ToolConnections } from './tool-connections.js';

export interface PauseOptions extends Change {
  readonly group: string;
  /** @default every stream that the group reads */
  readonly stream?: string;
}

export interface PauseChange {
  readonly group: string;
  /** Streams whose state was changed. */
  readonly streams: readonly string[];
  /** Streams that were in that state already. */
  readonly unchanged: readonly string[];
}

/** What is in flight is finished; nothing new is begun, no retry either. @throws UnknownNameError */
export const pause = async (connections: ToolConnections, options: PauseOptions): Promise<PauseChange> =>
  changePause(connections, { ...options, command: 'streams pause' }, pauseStream);

/** It goes on within a second where it stopped. @throws UnknownNameError */
export const resume = async (connections: ToolConnections, options: PauseOptions): Promise<PauseChange> =>
  changePause(connections, { ...options, command: 'streams resume' }, resumeStream);

const changePause = async (
  connections: ToolConnections,
  options: PauseOptions & { readonly command: string },
  change: typeof pauseStream,
): Promise<PauseChange> => {
  const { group } = options;
  const streams = streamsOfGroup(await readWholeCatalogue(connections), group, options.stream);
  return audited(connections.database(group), options, async (sql) => {
    const changed: string[] = [];
    const unchanged: string[] = [];
    for (const { address } of streams) ((await change(sql, address)) ? changed : unchanged).push(address);
    return { group, streams: changed, unchanged };
  });
};
