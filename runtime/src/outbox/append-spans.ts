/** Shows an append in the traces of the messages that it appends. */
import type { Entry } from '../broker/broker.js';
import { sendBatchSpan, sendSpan, type Batch } from '../telemetry/message-spans.js';
import { inSpan, isTracing, markFailed, startSpan } from '../telemetry/tracing.js';
import { parseTraceparent } from '../telemetry/traceparent.js';
import { fieldNames } from './to-entry.js';

const traceparentAt = fieldNames.indexOf('traceparent');
const idAt = fieldNames.indexOf('id');
const sampledFlag = 1;

/**
 * Runs `append` within one send span for each entry whose trace is kept. One entry: what the append asks of the broker is below
 * its span. Several: it is below a span of them all.
 */
export const withAppendSpans = async (
  to: Omit<Batch, 'count'>,
  entries: readonly Entry[],
  append: () => Promise<void>,
): Promise<void> => {
  if (!isTracing()) return append();
  const kept = entries.flatMap(({ values }) => {
    const traceparent = values[traceparentAt] ?? '';
    const isKept = ((parseTraceparent(traceparent)?.traceFlags ?? 0) & sampledFlag) !== 0;
    return isKept ? [{ traceparent, id: values[idAt] ?? '' }] : [];
  });
  const batch = { ...to, count: entries.length };
  const [first, second] = kept;
  if (!first) return append();
  if (!second) return inSpan(() => sendSpan(batch, first.id, first.traceparent), append);
  const traceparents = kept.map(({ traceparent }) => traceparent);
  return inSpan(
    () => sendBatchSpan(batch, traceparents),
    async (span) => {
      const links = [span?.spanContext()];
      const spans = kept.map((one) => startSpan({ ...sendSpan(batch, one.id, one.traceparent), links }).span);
      try {
        await append();
      } catch (error) {
        for (const one of spans) markFailed(one, error);
        throw error;
      } finally {
        for (const one of spans) one.end();
      }
    },
  );
};
