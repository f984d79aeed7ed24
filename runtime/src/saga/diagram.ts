/** Shows a saga as it is defined: a picture for readers, and a document with every line of its table. Pure, the same each time. */
import { targetsOf } from './check-definition.js';
import type { AnyAnnounced, AnyReaction, AnySaga } from './any-saga.js';

/**
 * A Mermaid state diagram: `from --> to: input / what is published`. What is ignored is left out: the
 * picture shows what happens.
 */
export const sagaDiagram = (saga: AnySaga): string => {
  const { begin, states, about } = saga;
  const lines = [`[*] --> ${begin.to}: ${label('begin', published(saga, begin))}`];
  for (const [state, reactions] of Object.entries(states)) {
    for (const [input, reaction] of Object.entries(reactions)) {
      if ('kind' in reaction) {
        if (reaction.kind === 'deferred') lines.push(`${state} --> ${state}: ${nameOf(saga, input)} (kept for later)`);
        continue;
      }
      const text = label(nameOf(saga, input), published(saga, reaction));
      for (const target of targetsOf(reaction)) lines.push(`${state} --> ${target}: ${text}`);
    }
  }
  for (const [state, sentence] of Object.entries(about)) {
    if (typeof sentence !== 'string') lines.push(`${state} --> [*]`);
  }
  return ['stateDiagram-v2', ...lines.map((line) => `    ${line}`)].join('\n');
};

/**
 * A Markdown page: the diagram, and for each state what becomes of each input.
 * @param source – the file with the definition, as the page names it
 */
export const sagaDocument = (saga: AnySaga, { source }: { readonly source: string }): string => {
  const states = Object.entries(saga.about).map(([state, sentence]) => {
    const heading = [`## ${state}`, '', typeof sentence === 'string' ? sentence : sentence.ends];
    const lines = Object.entries(saga.states[state] ?? {}).map(
      ([input, reaction]) => `- ${nameOf(saga, input)}: ${outcomeOf(saga, reaction)}`,
    );
    return [...heading, '', ...(lines.length === 0 ? ['Whatever still comes is ignored.'] : lines)].join('\n');
  });
  return (
    [
      `# The saga ${saga.name}`,
      `Made from \`${source}\`; a test holds them equal.`,
      `\`\`\`mermaid\n${sagaDiagram(saga)}\n\`\`\``,
      ...states,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
};

const outcomeOf = (saga: AnySaga, reaction: AnyReaction): string => {
  if ('kind' in reaction) {
    return `${reaction.kind === 'ignored' ? 'ignored' : 'kept for later'}; ${reaction.because}`;
  }
  const to = `→ ${targetsOf(reaction).join(' or ')}`;
  const messages = published(saga, reaction);
  return messages.length === 0 ? to : `${to}, publishes ${messages.join(', ')}`;
};

const label = (input: string, messages: readonly string[]): string =>
  messages.length === 0 ? input : `${input} / ${messages.join(', ')}`;

/** A message by its wire name, a timer and a command by what they are. */
const nameOf = ({ messages, timers, commands }: AnySaga, input: string): string => {
  const subscription = messages[input];
  if (subscription) return subscription.message.type;
  if (timers.includes(input)) return `timer ${input}`;
  return Object.hasOwn(commands, input) ? `command ${input}` : input;
};

/** Undo first, then steps, then messages: as they are published. */
const published = ({ publishes, steps }: AnySaga, { compensates, sends, publishes: names }: AnyAnnounced): string[] => {
  const undo =
    compensates === true
      ? Object.values(steps).map((step) => step.undo.type)
      : (compensates || []).map((name) => publishes[name]?.type ?? name);
  return [
    ...undo.toReversed(),
    ...(sends ?? []).map((name) => steps[name]?.message.type ?? name),
    ...(names ?? []).map((name) => publishes[name]?.type ?? name),
  ];
};
