/** What the types of a saga cannot say: looked at once, when the module that defines it is loaded. */
import type { AnyReaction, AnySaga } from './any-saga.js';
import { SagaDefinitionError } from './saga-errors.js';

/** @throws SagaDefinitionError – with everything that is wrong, not the first */
export const checkDefinition = (saga: AnySaga): void => {
  const problems = [
    ...ofHead(saga),
    ...twice(inputNames(saga)).map((name) => `"${name}" names two inputs; give one of them another name`),
    ...twice(Object.values(saga.messages).map(({ message }) => message.type)).map(
      (type) => `${type} is followed twice; follow it once`,
    ),
    ...foreignMessages(saga),
    ...ofTable(saga),
    ...unreachable(saga),
  ];
  if (problems.length > 0) {
    throw new SagaDefinitionError(`Saga ${saga.name} is not well defined: ${problems.join('; ')}.`);
  }
};

/** Everything that can happen to a saga. */
export const inputNames = ({ messages, timers, commands }: AnySaga): readonly string[] => [
  ...Object.keys(messages),
  ...timers,
  ...Object.keys(commands),
];

/** The states to which a reaction can lead. */
export const targetsOf = (reaction: AnyReaction): readonly string[] => {
  if ('toOneOf' in reaction) return reaction.toOneOf;
  return 'to' in reaction ? [reaction.to] : [];
};

function* ofHead({ name, version, keepEndedMs, upgrades }: AnySaga): Iterable<string> {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) yield `its name must be like "order" or "order-return", got "${name}"`;
  if (!Number.isInteger(version) || version < 1) yield `its version must be a whole number from 1 on, got ${version}`;
  if (!(keepEndedMs > 0)) yield `keepEndedMs must be more than 0, got ${keepEndedMs}`;
  for (let from = 1; from < version; from++) {
    if (!upgrades[from]) yield `instances of version ${from} have no upgrade; add upgrades[${from}]`;
  }
}

/** Several services that write one stream would each think that its order is theirs. */
function* foreignMessages({ stream, publishes, steps }: AnySaga): Iterable<string> {
  const own = [...Object.values(publishes), ...Object.values(steps).flatMap(({ message, undo }) => [message, undo])];
  for (const { type, channel } of own) {
    if (channel.address !== stream.address) {
      yield `it publishes ${type} of ${channel.address}, but its own stream is ${stream.address}`;
    }
  }
}

function* ofTable(saga: AnySaga): Iterable<string> {
  const names = inputNames(saga);
  for (const [state, about] of Object.entries(saga.about)) {
    const reactions = saga.states[state];
    if (typeof about !== 'string') {
      if (reactions) yield `state "${state}" ends the saga and cannot react`;
      continue;
    }
    const missing = names.filter((name) => reactions?.[name] === undefined);
    if (missing.length > 0) yield `state "${state}" does not say what becomes of ${missing.join(', ')}`;
    for (const target of Object.values(reactions ?? {}).flatMap(targetsOf)) {
      if (!Object.hasOwn(saga.about, target)) yield `state "${state}" leads to "${target}", which is no state`;
    }
  }
}

const unreachable = (saga: AnySaga): readonly string[] => {
  const reached = new Set([saga.begin.to]);
  // A Set yields also what is added while it is walked.
  for (const state of reached) {
    for (const target of Object.values(saga.states[state] ?? {}).flatMap(targetsOf)) reached.add(target);
  }
  return Object.keys(saga.about)
    .filter((state) => !reached.has(state))
    .map((state) => `nothing leads to state "${state}"`);
};

const twice = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
