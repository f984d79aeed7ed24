/**
 * Who sends telemetry: `service.name`, `service.version`, `service.instance.id`; what OTEL_SERVICE_NAME and
 * OTEL_RESOURCE_ATTRIBUTES say comes first. Providers are installed before the service says who it is, so name and version are
 * promises, and exporters wait for them.
 */
import { randomUUID } from 'node:crypto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';

interface Identity {
  /** `order-service` */
  readonly name: string;
  readonly version: string;
}

let identify: (identity: Identity) => void = () => undefined;
const identified = new Promise<Identity>((resolve) => (identify = resolve));

/** The first call in a process counts: several services in one process exist in tests only. */
export const identifyService = (identity: Identity): void => identify(identity);

/** One for all signals: the same instance. */
export const serviceResource: Resource = defaultResource()
  .merge(
    resourceFromAttributes({
      'service.name': identified.then(({ name }) => name),
      'service.version': identified.then(({ version }) => version),
      'service.instance.id': randomUUID(),
    }),
  )
  .merge(detectResources({ detectors: [envDetector] }));
