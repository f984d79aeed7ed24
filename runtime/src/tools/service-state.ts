/** What the database of one service says of the service itself: its outbox, its relay, its instances. */
import { backlog } from '../outbox/window.js';
import { leaseMs } from './group-state.js';
import type { ServiceDatabase } from './tool-connections.js';

export interface ServiceStatus {
  readonly service: string;
  /** Why its database cannot be read; then nothing else is known. */
  readonly trouble?: string;
  readonly outbox?: {
    /** Committed rows that no window holds yet. */
    readonly backlogRows: number;
    readonly oldestAgeSeconds: number;
  };
  /** The instance whose relay leads; undefined while none does. */
  readonly relay?: { readonly owner: string; readonly epoch: string };
  /** Instances that said in the last lease time that they live. Only services that consume say so. */
  readonly instances?: number;
}

export const readService = async (database: ServiceDatabase): Promise<ServiceStatus> =>
  database.use(async (sql) => {
    const { rows, oldestAgeSeconds } = await backlog(sql);
    const relay = await sql.query<{ owner: string; epoch: string }>(
      `select owner, epoch::text from relay_lease where owner is not null and expires_at > clock_timestamp()`,
    );
    const alive = await sql.query<{ count: number }>(
      `select count(*)::int from consumer_instance where heartbeat_at > clock_timestamp() - $1 * interval '1 millisecond'`,
      [leaseMs],
    );
    return {
      service: database.service,
      outbox: { backlogRows: rows, oldestAgeSeconds },
      ...(relay.rows[0] ? { relay: relay.rows[0] } : {}),
      instances: alive.rows[0]?.count ?? 0,
    };
  });
