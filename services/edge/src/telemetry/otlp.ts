/** Is OTLP wanted? By the variables that OpenTelemetry defines for every SDK; the exporters read where to and how themselves. */

export type Signal = 'traces' | 'metrics';

export const isExported = (signal: Signal, environment: NodeJS.ProcessEnv = process.env): boolean => {
  const of = (name: string): string => environment[name]?.trim() ?? '';
  const name = signal.toUpperCase();
  if (of('OTEL_SDK_DISABLED').toLowerCase() === 'true' || of(`OTEL_${name}_EXPORTER`) === 'none') return false;
  return of('OTEL_EXPORTER_OTLP_ENDPOINT') !== '' || of(`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`) !== '';
};
