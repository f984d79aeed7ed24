/**
 * When does a consumer say that its trouble is over? Goal: as soon as a message has its effect again, however long the rest of
 * its batch takes. Method: PostgreSQL ends the connection of the first batch; the next one fails for a message of its own, so that
 * its messages are handled one by one, and the second of these waits.
 */
import type { Logger } from '@streampact/runtime';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem, type Handle } from './ledger-system.js';

const paused = 'partitions paused: PostgreSQL or Redis does not answer; nothing is lost, it is tried again';
const readAgain = 'partitions are read again';

let system: LedgerSystem;
afterEach(async () => system.close());

test('says that partitions are read again once a message has had its effect, not once its batch has ended', async () => {
  const said: string[] = [];
  const note = (_fields: object, sentence: string): void => void said.push(sentence);
  const logger: Logger = { debug: () => undefined, info: note, warn: note, error: note };
  system = await LedgerSystem.create({ logger });
  await system.startAccounts();
  for (let n = 1; n <= 5; n++) await system.change('ada', n);
  await eventually(async () => expect(await system.entryCount()).toBe(5));
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  let batches = 0;
  const handle: Handle = async (event, context) => {
    const { n } = event.data;
    if (n === 1) batches++;
    if (batches === 1) await context.transaction.query('select pg_terminate_backend(pg_backend_pid())');
    if (batches === 2 && n === 5) throw new Error('not now');
    if (batches === 3 && n === 2) await gate;
    await system.write(event, context);
  };

  await system.startLedger(handle);

  try {
    await eventually(() =>
      expect(said.filter((one) => one === paused || one === readAgain)).toEqual([paused, readAgain]),
    );
    expect((await system.lines()).map(({ n }) => n)).toEqual([1]);
    // The second still waits: given up at its time limit it would have ended the batch.
    expect([...(await system.inbox()).values()].filter(({ errors }) => errors !== null)).toEqual([]);
  } finally {
    open();
  }
  await eventually(async () => expect((await system.lines()).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]));
});
