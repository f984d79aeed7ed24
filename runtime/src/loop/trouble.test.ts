import type { Logger } from '../telemetry/logger.js';
import { Trouble } from './trouble.js';

const recorder = (): { said: string[]; logger: Logger } => {
  const said: string[] = [];
  const at = (level: string) => (_: object, sentence: string) => void said.push(`${level}: ${sentence}`);
  return { said, logger: { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error') } };
};

describe('trouble', () => {
  test('is said once when it begins and once when it is over', () => {
    const { said, logger } = recorder();
    const trouble = new Trouble(logger, 'begins', 'ends');
    trouble.over();
    const pauses = Array.from({ length: 8 }, () => trouble.report(new Error('refused')));
    expect(trouble.current).toBe('refused');
    trouble.over();
    trouble.over();

    expect(said).toEqual(['error: begins', 'info: ends']);
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
    expect(trouble.current).toBeUndefined();
  });

  test('names each error of a connection that was refused at every address', () => {
    const trouble = new Trouble(recorder().logger, 'begins', 'ends');
    trouble.report(new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')], ''));
    expect(trouble.current).toBe('refused ::1; refused 127.0.0.1');
  });
});
