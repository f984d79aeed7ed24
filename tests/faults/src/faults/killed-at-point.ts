/** A process is killed exactly between two steps of the relay or of a consumer, once or several times in a row. */
import type { FaultPoint } from '@streampact/runtime';
import type { Fault } from '../fault.js';
import { services, sideOf } from '../system.js';

/** Why a crash just there could lose, double or reorder something. */
const points: readonly (readonly [point: FaultPoint, of: 'relay' | 'consumer', purpose: string])[] = [
  ['before-window', 'relay', 'rows are committed, no window holds them'],
  ['after-window', 'relay', 'entry ids are decided, nothing is appended'],
  ['between-chunks', 'relay', 'part of a window is appended'],
  ['after-append', 'relay', 'a window is appended and the next not begun'],
  ['after-floor', 'relay', 'a floor is stored, nothing is trimmed yet'],
  ['after-retire', 'relay', 'old rows are deleted'],
  ['before-commit', 'consumer', 'a batch is handled, its transaction still open'],
  ['after-commit', 'consumer', 'a batch is committed, its group does not show it'],
  ['after-show', 'consumer', 'its group shows it'],
];

const killsMax = 3;
const nthMax = 12;
/** Windows retire only after the retention, and a busy machine takes its time. */
const reachedWithinMs = 20_000;

const killedAt = ([point, of, why]: (typeof points)[number]): Fault => ({
  name: `${of}-killed-${point}`,
  purpose: `kill -9 of the ${of} at "${point}": ${why}`,
  inject: async ({ workers, say }, random) => {
    const service = random.pick(services);
    const side = sideOf[service];
    for (let kills = random.integer(1, killsMax); kills > 0; kills--) {
      const candidates = workers.of(side);
      const nth = random.integer(1, point === 'after-floor' || point === 'after-retire' ? 2 : nthMax);
      for (const worker of candidates) worker.arm({ service, point, nth });
      const reached = await firstEnd(candidates.map(async (worker) => worker.ended.then(() => worker.name)));
      for (const worker of candidates) worker.disarm();
      if (reached === undefined) throw new Error(`${service} has not passed "${point}" ${String(nth)} times.`);
      say(`${reached} killed itself at ${point} of ${service}, passed for the ${String(nth)}. time`);
      await workers.start(side);
    }
  },
});

const firstEnd = async (ends: readonly Promise<string>[]): Promise<string | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), reachedWithinMs);
  });
  const first = await Promise.race([...ends, tooLong]);
  clearTimeout(timer);
  return first;
};

export const killedAtPoint: readonly Fault[] = points.map(killedAt);
