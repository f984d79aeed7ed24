/** Reads back what was recorded in the databases of a run: commits, effects, inboxes, orders, credit. */
import { Client } from 'pg';
import type { Commit, CreditAccount, Effect, OrderOutcome, Ownership, Reservation, Unfinished } from '../history.js';
import type { ServiceName } from '../system.js';

export interface RecordedRows {
  readonly commits: readonly Commit[];
  readonly effects: readonly Effect[];
  readonly unfinished: readonly Unfinished[];
  readonly orders: readonly OrderOutcome[];
  readonly reservations: readonly Reservation[];
  readonly credit: readonly CreditAccount[];
}

type Read = <Row extends object>(sql: string) => Promise<Row[]>;

export const withDatabase = async <Result>(url: string, work: (read: Read) => Promise<Result>): Promise<Result> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  client.on('error', () => undefined); // a lost connection also rejects the query
  await client.connect();
  try {
    return await work(async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows);
  } finally {
    await client.end();
  }
};

const milliseconds = '(extract(epoch from at) * 1000)::float8 as at';

export const readCommits = async (service: ServiceName, read: Read): Promise<readonly Commit[]> => {
  const rows = await read<Omit<Commit, 'service' | 'orderId'> & { orderId: string | null }>(
    `select id, stream, type, key, version::float8 as version, order_id as "orderId", ${milliseconds} from fault_commit order by ordinal`,
  );
  return rows.map(({ orderId, ...row }) => ({ ...row, service, ...(orderId === null ? {} : { orderId }) }));
};

/** How often each partition of a service's group has been taken. */
export const readOwnerships = async (service: ServiceName, url: string): Promise<readonly Ownership[]> => {
  const rows = await withDatabase(url, async (read) =>
    read<Omit<Ownership, 'group'>>('select stream, partition, epoch::int as owners from consumer_lease'),
  );
  return rows.map((row) => ({ ...row, group: service }));
};

const effectsSql = `select event_id as "eventId", group_name as "group", stream, key, type, ordinal::float8 as ordinal, instance, attempt,
  ${milliseconds} from fault_effect`;

const unfinishedSql = `select i.id as "eventId", i.state, i.stream, i.key,
  (i.state = 'dead' or exists (select from inbox b where b.stream = i.stream and b.key = i.key and b.blocks_key)) as "isHeld"
  from inbox i where i.state <> 'done'`;

export const readRows = async (
  urls: Readonly<Record<ServiceName, string>>,
  names: readonly ServiceName[],
): Promise<RecordedRows> => {
  const parts = await Promise.all(names.map(async (service) => readService(service, urls[service])));
  return {
    commits: parts.flatMap(({ commits }) => commits),
    effects: parts.flatMap(({ effects }) => effects),
    unfinished: parts.flatMap(({ unfinished }) => unfinished),
    orders: parts.flatMap(({ orders }) => orders),
    reservations: parts.flatMap(({ reservations }) => reservations),
    credit: parts.flatMap(({ credit }) => credit),
  };
};

const readService = async (service: ServiceName, url: string): Promise<RecordedRows> =>
  withDatabase(url, async (read) => ({
    commits: await readCommits(service, read),
    effects: await read<Effect>(effectsSql),
    unfinished: (await read<Omit<Unfinished, 'group'>>(unfinishedSql)).map((row) => ({ ...row, group: service })),
    orders:
      service === 'order-service'
        ? await read<OrderOutcome>(
            `select order_id as "orderId", user_id as "userId", status, total_minor::float8 as "totalMinor" from orders`,
          )
        : [],
    reservations:
      service === 'user-service'
        ? await read<Reservation>(
            `select order_id as "orderId", user_id as "userId", amount_minor::float8 as "amountMinor", state from credit_reservation`,
          )
        : [],
    credit:
      service === 'user-service'
        ? await read<CreditAccount>(
            `select user_id as "userId", reserved_minor::float8 as "reservedMinor" from credit_account`,
          )
        : [],
  }));
