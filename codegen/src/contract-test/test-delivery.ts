/** One message between two releases: what the writer accepts, the reader must accept. */
import { buildArbitraries, type FastCheck } from '../arbitrary/build-arbitrary.js';
import { Planner } from '../arbitrary/planner.js';
import { settled } from '../arbitrary/settled.js';
import type { SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import type { Delivery, Side } from './deliveries.js';
import { placeOfViolation } from './place-of-violation.js';
import type { Validate } from './release-validators.js';

export interface DeliveryOptions {
  readonly fc: FastCheck;
  readonly seed: number;
  /** Events that are generated. */
  readonly count: number;
  readonly writer: Validate;
  readonly reader: Validate;
}

/** @returns what is wrong: nothing, that an event is refused, or that none can be generated */
export const testDelivery = (delivery: Delivery, options: DeliveryOptions): Finding | undefined => {
  const { fc, seed, count, writer, reader } = options;
  const { producer, consumer } = delivery;
  const { payload } = producer.message;
  if (payload === undefined) return undefined;
  const planner = new Planner();
  const id = planner.define(payload);
  const plans = settled(planner.definitions);
  const { plan } = plans.definition(id);
  if (plan.kind === 'impossible') return untested(producer, plan.reason);
  const property = fc.property(buildArbitraries(fc, plans)(id), (generated) => {
    const data: unknown = JSON.parse(JSON.stringify(generated));
    options.fc.pre(writer(data));
    return reader(data);
  });
  const result = fc.check(property, { seed, numRuns: count });
  if (!result.failed) return undefined;
  if (result.counterexample === null) return untested(producer, 'of the values that come close too few are valid');
  const event: unknown = JSON.parse(JSON.stringify(result.counterexample[0]));
  reader(event);
  const [violation] = reader.errors ?? [];
  const { instancePath: path = '', keyword = '', message = 'it is not valid' } = violation ?? {};
  const read = consumer.message.payload;
  const place = read === undefined ? consumer.message.range : placeOfViolation(read, path, keyword);
  const written = placeOfViolation(payload, path, keyword);
  return {
    ...placed(place),
    rule: 'contract-test',
    severity: 'error',
    message:
      `${nameOf(consumer)} refuses ${producer.message.name} that ${nameOf(producer)} publishes: ` +
      `${path === '' ? 'the payload' : `"${path}"`} ${message} (${keyword}). ` +
      `Smallest such event: ${JSON.stringify(event)}. It is valid by ${written.file}:${written.line}:${written.column}.`,
    fix: remedy(producer, consumer),
  };
};

const untested = ({ message }: Side, reason: string): Finding => ({
  ...placed(message.payload?.range ?? message.range),
  rule: 'contract-test-untested',
  severity: 'warning',
  message: `No events of ${message.name} can be generated, so nobody knows whether they are read: ${reason}.`,
  fix: 'make the schema one that valid values can be made for',
});

const placed = ({ file, line, column, endLine, endColumn }: SourceRange) => ({
  file,
  line,
  column,
  ...(endLine === line ? { endColumn } : {}),
});

const nameOf = ({ service, release }: Side): string =>
  `${service} (${release.name === 'current' ? 'current' : `release ${release.name}`})`;

const remedy = (producer: Side, consumer: Side): string => {
  if (producer.release === consumer.release) return 'let the reader accept what the writer may send';
  if (consumer.release.name === 'current') {
    return `accept it as long as ${producer.service} of release ${producer.release.name} may run or its events are kept`;
  }
  return `let ${consumer.service} accept it in a release of its own first, and write it after that`;
};
