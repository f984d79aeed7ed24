import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Fault } from '../fault.js';
import { services } from '../system.js';

/** Nobody owns the partitions any more; first, for a batch locks its lease before its position. */
const releaseSql = 'update consumer_lease set owner = null, epoch = epoch + 1 where stream = $1';
/** Each partition begins again some entries earlier, which are within the retention; with the first, if there are not so many. */
const rewindSql = `
  update consumer_position p set entry_id = earlier.id
  from (select distinct on (partition) partition, entry_ms || '-' || entry_seq as id
        from (select *, row_number() over (partition by partition order by entry_ms desc, entry_seq desc) as back
              from inbox where stream = $1) i
        where back <= $2 order by partition, back desc) earlier
  where p.stream = $1 and p.partition = earlier.partition`;

export const positionRewound: Fault = {
  name: 'position-rewound',
  purpose: 'groups are told to handle earlier messages again, which their inbox knows',
  inject: async (system, random) => {
    for (let times = random.integer(1, 3); times > 0; times--) {
      const service = random.pick(services);
      const client = new Client({ connectionString: system.databaseUrl(service) });
      client.on('error', () => undefined); // the next query reports it
      await client.connect();
      try {
        const streams = await client.query<{ stream: string }>('select distinct stream from consumer_position');
        for (const { stream } of streams.rows) {
          await client.query('begin');
          await client.query(releaseSql, [stream]);
          const rewound = await client.query(rewindSql, [stream, random.integer(2, 20)]);
          await client.query('commit');
          system.say(`${service} begins again with ${String(rewound.rowCount)} partitions of ${stream}`);
        }
      } finally {
        await client.end();
      }
      await sleep(random.integer(100, 800));
    }
  },
};
