/**
 * A span for each statement that is part of a traced request or message; what loops ask by themselves makes none. The packages
 * that patch pg need Node's module hooks, which must be there before an ES module is loaded; pg's class is the same for whoever
 * has imported it.
 */
import { context, trace, type Attributes } from '@opentelemetry/api';
import { markFailed, startSpan } from '@streampact/runtime';
import { Client } from 'pg';

/** `pg`'s query() takes a text or an object, values, and a callback or none; what it returns follows from that. */
type Query = (this: Client, ...given: unknown[]) => unknown;

/** Longer statements are cut. */
const textLengthMax = 2_000;

export const tracePostgres = (): void => {
  // Its overloads are one function, which looks at what it was given.
  const { query } = Client.prototype as unknown as { readonly query: Query };
  const traced: Query = function (this: Client, ...given) {
    const text = textOf(given[0]);
    if (text === undefined || !isTraced()) return query.apply(this, given);
    const { span, within } = startSpan({
      name: `${operationOf(text)} ${this.database ?? ''}`.trimEnd(),
      kind: 'client',
      attributes: attributesOf(this, text, given),
    });
    const end = (error: unknown): void => {
      if (error !== undefined && error !== null) markFailed(span, error);
      span.end();
    };
    const callback = given.at(-1);
    if (typeof callback === 'function') {
      const active = context.active();
      const ended = (error: unknown, result: unknown): unknown => {
        end(error);
        return context.with(active, () => callback(error, result) as unknown);
      };
      return context.with(within, () => query.apply(this, [...given.slice(0, -1), ended]));
    }
    const answer = context.with(within, () => query.apply(this, given));
    if (answer instanceof Promise) answer.then(() => end(undefined), end);
    else end(undefined);
    return answer;
  };
  Client.prototype.query = traced as unknown as typeof Client.prototype.query;
};

const isTraced = (): boolean => trace.getSpan(context.active())?.isRecording() === true;

/** @returns undefined of a cursor or a stream, which end when they like */
const textOf = (given: unknown): string | undefined => {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null || 'submit' in given || !('text' in given)) return undefined;
  return typeof given.text === 'string' ? given.text : undefined;
};

const operationOf = (text: string): string => /^[\s(]*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'query';

/** The text of a statement without parameters may hold somebody's data, and is left out. */
const attributesOf = ({ host, port, database }: Client, text: string, given: readonly unknown[]): Attributes => {
  const hasParameters = /\$\d/.test(text);
  const [config] = given;
  const isNamed = typeof config === 'object' && config !== null && 'name' in config && typeof config.name === 'string';
  return {
    'db.system.name': 'postgresql',
    'db.operation.name': operationOf(text),
    ...(database === undefined ? {} : { 'db.namespace': database }),
    'server.address': host,
    'server.port': port,
    ...(hasParameters ? { 'db.query.text': text.slice(0, textLengthMax) } : {}),
    ...(isNamed ? { 'db.query.summary': String(config.name) } : {}),
  };
};
