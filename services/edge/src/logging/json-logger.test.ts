import { runInMessageContext } from '@streampact/runtime';
import { createLogger } from './json-logger.js';

const logged = (log: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] => {
  const lines: string[] = [];
  log(createLogger({ service: 'order-service', level: 'info', write: (line) => lines.push(line) }));
  // Every line of the logger is one JSON object: that is what is tested.
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

test('writes the fields, the service and the sentence as one JSON object', () => {
  const [line] = logged((logger) => logger.info({ messageId: 'm-1', attempt: 2 }, 'handled'));
  expect(line).toMatchObject({
    level: 'info',
    service: 'order-service',
    messageId: 'm-1',
    attempt: 2,
    sentence: 'handled',
  });
  expect(new Date(String(line?.['at'])).toISOString()).toBe(line?.['at']);
});

test('leaves out what is less important than its level', () => {
  expect(logged((logger) => logger.debug({}, 'detail'))).toEqual([]);
});

test('shows an error with code, message and cause', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const [line] = logged((logger) => logger.error({ err: new Error('no mail', { cause }) }, 'not sent'));
  expect(line).toMatchObject({ err: { message: 'no mail', cause: { code: 'ECONNREFUSED', message: 'refused' } } });
});

test('adds the correlation id of the story that is being handled', () => {
  const [line] = logged((logger) => runInMessageContext({ correlationId: 'c-1' }, () => logger.warn({}, 'slow')));
  expect(line).toMatchObject({ correlationId: 'c-1' });
});

test('adds the id of the trace, under which the spans are found', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const [line] = logged((logger) => runInMessageContext({ traceparent }, () => logger.warn({}, 'slow')));
  expect(line).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c' });
});
