import { Permits } from './permits.js';

describe('permits', () => {
  test('let so many run at once, the others in the order they came, also after a failure', async () => {
    const permits = new Permits(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const runs = [0, 1, 2, 3].map(async (n) =>
      permits.run(async () => {
        begun.push(n);
        await new Promise<void>((resolve) => (ends[n] = resolve));
        if (n === 0) throw new Error('no');
      }),
    );
    const settled = Promise.allSettled(runs);
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1]);
    ends[0]?.();
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    ends[1]?.();
    ends[2]?.();
    await new Promise(setImmediate);
    ends[3]?.();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  });
});
