/** A process stands still for longer than its leases last, wakes up, and believes that it still owns them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { leaseMs } from '../contract/short-times.js';
import { withDatabase } from '../environment/recorded-rows.js';
import type { Fault } from '../fault.js';
import { sides, type Side } from '../system.js';

const frozen = (side: Side): Fault => ({
  name: `${side}-frozen`,
  purpose: `SIGSTOP of a process of the ${side} for longer than its lease, then SIGCONT`,
  inject: async ({ workers, say }, random) => {
    for (let times = random.integer(1, 2); times > 0; times--) {
      const worker = random.pick(workers.of(side));
      say(`SIGSTOP of ${worker.name}`);
      worker.pause();
      await sleep(random.integer(leaseMs + 200, leaseMs + 1_800));
      worker.resume();
      say(`SIGCONT of ${worker.name}`);
      await sleep(random.integer(50, 600));
    }
  },
});

/** Messages that fail twice are rare. */
const reachedWithinMs = 30_000;
const handledWithinMs = 30_000;
const lookEveryMs = 50;

/**
 * The inbox tells a zombie that its messages were handled, wherever it looks there first. What it writes of a message that it
 * has in hand is kept from doing harm by its lease alone: here it is about to say that a retry failed, of a message that
 * another instance has handled meanwhile. Of all services account-service retries most, and gives up on nothing after a retry.
 */
const frozenAfterFailedRetry: Fault = {
  name: 'consumer-frozen-after-failed-retry',
  purpose:
    'SIGSTOP of a consumer between a failed retry and its record; SIGCONT when another one has handled the message',
  inject: async (system) => {
    const { workers, say } = system;
    const service = 'account-service';
    const candidates = workers.of('producers');
    const freezing = candidates.map(async (worker) => {
      await worker.freezeAt({ service, point: 'after-failed-retry' });
      return worker;
    });
    const worker = await within(reachedWithinMs, Promise.race(freezing));
    for (const one of candidates) one.disarm();
    if (!worker) throw new Error(`No retry of ${service} has failed within ${String(reachedWithinMs)} ms.`);
    say(`${worker.name} stopped itself after a failed retry`);
    await withDatabase(system.databaseUrl(service), async (read) => {
      // Its message is among them.
      const retried = await read<{ id: string }>(`select id from inbox where state = 'retrying'`);
      const ids = retried.map(({ id }) => `'${id}'`).join(', ');
      for (const deadline = performance.now() + handledWithinMs; performance.now() < deadline;) {
        // The other one may have reached the point as well.
        for (const one of candidates) if (one !== worker) one.resume();
        const left = await read(`select from inbox where state = 'retrying' and id in (${ids})`);
        if (left.length === 0) return;
        await sleep(lookEveryMs);
      }
      throw new Error(`Nobody has handled what ${worker.name} retried within ${String(handledWithinMs)} ms.`);
    });
    worker.resume();
    say(`SIGCONT of ${worker.name}`);
  },
};

const within = async <Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> => {
  const over = new AbortController();
  const tooLate = sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
  const first = await Promise.race([work, tooLate]);
  over.abort();
  return first;
};

export const processFrozen: readonly Fault[] = [...sides.map(frozen), frozenAfterFailedRetry];
