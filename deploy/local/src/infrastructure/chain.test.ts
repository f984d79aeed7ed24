import { firstThatWorks, type ChainStep } from './chain.js';

const works = (from: string): ChainStep => ({
  step: 'local',
  provide: () => Promise.resolve({ url: 'redis://x', dataKey: 'x', from, stop: () => Promise.resolve() }),
});
const isSkipped = (skipped: string): ChainStep => ({ step: 'docker', provide: () => Promise.resolve({ skipped }) });
const fails = (message: string): ChainStep => ({ step: 'docker', provide: () => Promise.reject(new Error(message)) });

const run = async (steps: ChainStep[]): Promise<string[]> => {
  const said: string[] = [];
  await firstThatWorks({ what: 'Redis', steps, say: (line) => void said.push(line) });
  return said;
};

test('takes the first step that works and says why the steps before it were skipped', async () => {
  const steps = [isSkipped('REDIS_URL is not set'), fails('cannot pull\nmore'), works('local 7.0'), works('never')];
  await expect(run(steps)).resolves.toEqual(['Redis: local 7.0 (REDIS_URL is not set; docker: cannot pull)']);
});

test('says what to install when no step works', async () => {
  await expect(run([isSkipped('REDIS_URL is not set'), fails('no engine')])).rejects.toMatchObject({
    code: 'INFRASTRUCTURE_UNAVAILABLE',
    message: expect.stringMatching(
      /- REDIS_URL is not set\n {2}- docker: no engine\nWhat to do: .*REDIS_URL\.$/,
    ) as string,
  });
});
