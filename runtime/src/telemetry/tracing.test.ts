import { runInMessageContext } from './message-context.js';
import { formatTraceparent, nextTraceparent, parseTraceparent } from './traceparent.js';
import { currentTraceparent, inSpan, isTracing } from './tracing.js';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('without an SDK nothing of a span is made, and the work is done', async () => {
  const describe = (): never => {
    throw new Error('described');
  };
  expect(isTracing()).toBe(false);
  expect(await inSpan(describe, async (span) => Promise.resolve({ span }))).toEqual({ span: undefined });
});

test('what the work throws is thrown on', async () => {
  const failure = new Error('not today');
  const work = async (): Promise<void> => Promise.reject(failure);
  await expect(inSpan(() => ({ name: 'work' }), work)).rejects.toBe(failure);
});

test('a trace goes on without an SDK too: the next span id is another one of it', () => {
  const next = nextTraceparent(traceparent);
  expect(next).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  expect(next).not.toBe(traceparent);
  expect(runInMessageContext({ traceparent }, currentTraceparent)).toBe(traceparent);
  expect(currentTraceparent()).toBeUndefined();
});

test.each([
  ['another version', '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  ['no trace', '00-00000000000000000000000000000000-b7ad6b7169203331-01'],
  ['no span', '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01'],
  ['no trace context', 'x'],
])('%s is not taken up', (_what, text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

test('a trace context is written as it was read', () => {
  const parsed = parseTraceparent(traceparent);
  expect(parsed && formatTraceparent(parsed)).toBe(traceparent);
});
