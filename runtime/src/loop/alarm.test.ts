import { jest } from '@jest/globals';
import { Alarm } from './alarm.js';

const resolvesAtOnce = async (wait: Promise<void>): Promise<boolean> =>
  Promise.race([wait.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

describe('alarm', () => {
  test('a ring ends the wait under way', async () => {
    const alarm = new Alarm();
    const wait = alarm.wait(60_000);
    alarm.ring();
    expect(await resolvesAtOnce(wait)).toBe(true);
  });

  test('a ring that nobody waited for ends the next wait, and only that', async () => {
    const alarm = new Alarm();
    alarm.ring();
    expect(await resolvesAtOnce(alarm.wait(60_000))).toBe(true);
    const next = alarm.wait(60_000);
    expect(await resolvesAtOnce(next)).toBe(false);
    alarm.ring();
    await next;
  });

  test('a ring that was cleared is forgotten', async () => {
    const alarm = new Alarm();
    alarm.ring();
    alarm.clear();
    const wait = alarm.wait(60_000);
    expect(await resolvesAtOnce(wait)).toBe(false);
    alarm.ring();
    await wait;
  });

  test('does not wait for what is over', async () => {
    expect(await resolvesAtOnce(new Alarm().wait(60_000, () => true))).toBe(true);
  });

  test('says nothing of a time that has passed already', async () => {
    const setTimer = jest.spyOn(globalThis, 'setTimeout');
    try {
      await new Alarm().wait(-0.001);
      expect(setTimer.mock.calls.map(([, ms]) => ms)).toEqual([0]);
    } finally {
      setTimer.mockRestore();
    }
  });
});
