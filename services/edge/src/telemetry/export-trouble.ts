/** Lets the log say that telemetry is not taken, at most once a minute: the collector's absence is no trouble of the service. */
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from '@streampact/runtime';

const quietMs = 60_000;

export const logExportTrouble = (logger: Logger): void => {
  let quietUntil = 0;
  const say = (problem: string): void => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    logger.warn({ problem }, 'telemetry is not taken; check the collector and OTEL_EXPORTER_OTLP_ENDPOINT');
  };
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};
