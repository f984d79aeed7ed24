/**
 * Stands for @opentelemetry/api where telemetry is measured as if it were not there: every function that the runtime calls is
 * empty. Loaded in its place by replace-api.ts.
 */
const nothing = (): void => undefined;
const instrument = { add: nothing, record: nothing, addCallback: nothing, removeCallback: nothing };
const meter = {
  createCounter: () => instrument,
  createHistogram: () => instrument,
  createObservableGauge: () => instrument,
};

/** The one that `isTracing` asks for: nobody. */
export class ProxyTracerProvider {
  getDelegate(): undefined {
    return undefined;
  }
}
const provider = new ProxyTracerProvider();

export const metrics = { getMeter: () => meter };
export const context = { active: nothing };
export const trace = {
  getTracer: nothing,
  getTracerProvider: () => provider,
  getSpanContext: nothing,
  getSpan: nothing,
};
export const ROOT_CONTEXT = {};
export const SpanKind = {};
export const SpanStatusCode = {};
export const isSpanContextValid = (): boolean => false;
