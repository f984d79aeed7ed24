/** Lets a service go on whose database was restored into another PostgreSQL cluster. */
import { rebase, type Rebased } from '../outbox/rebase.js';
import { audited, type Change } from './audit.js';
import type { ToolConnections } from './tool-connections.js';

export interface RebaseOptions extends Change {
  readonly service: string;
}

/** @throws UnknownNameError; RebaseRefusedError – it runs, or there is nothing to rebase; nothing was changed */
export const rebaseService = async (
  connections: ToolConnections,
  { service, ...change }: RebaseOptions,
): Promise<Rebased> => audited(connections.database(service), { ...change, command: 'streams rebase' }, rebase);
