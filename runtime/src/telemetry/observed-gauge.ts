/** How a gauge that has to ask somebody is asked, and what it shows when there is no answer. */
import type { Attributes, ObservableCallback, ObservableResult } from '@opentelemetry/api';

export type Values = readonly (readonly [value: number, attributes: Attributes])[];

/**
 * Shows NaN where the source does not answer, and health says why. Without that an exporter would go on showing what it saw
 * last, which is 0 more often than not.
 * @param all – the attributes of everything that `ask` tells when it is answered
 */
export const observing =
  (all: readonly Attributes[], ask: () => Promise<Values> | Values): ObservableCallback =>
  async (result: ObservableResult): Promise<void> => {
    try {
      for (const [value, attributes] of await ask()) result.observe(value, attributes);
    } catch {
      for (const attributes of all) result.observe(Number.NaN, attributes);
    }
  };

/** Several gauges of one collection share one question. */
export const sharedFor = <Value>(ms: number, ask: () => Promise<Value>): (() => Promise<Value>) => {
  let asked: { at: number; value: Promise<Value> } | undefined;
  return async () => {
    if (!asked || performance.now() - asked.at > ms) asked = { at: performance.now(), value: ask() };
    return asked.value;
  };
};
