/** What a tool shows of a message: never what the contract marks as personal, unless somebody asked for it, which is put on record. */
import { personalTexts, redactedMark, withoutPersonal } from '../personal/personal-data.js';
import { redactText } from '../personal/redact.js';
import { audited, type Change } from './audit.js';
import type { ListedDeadLetter, ShownDeadLetter } from './dead-letters.js';
import type { Definitions } from './definitions.js';
import type { ToolConnections } from './tool-connections.js';

/** Stands for a payload of which nobody can say what is personal in it. */
export const hiddenPayload = 'hidden: --reveal';

/** A payload that is not as declared may hold anything anywhere. */
const undeclared = new Set(['CONTRACT_VIOLATION', 'ENVELOPE_INVALID']);

/** @param definitions – without them the payload is hidden as a whole */
export const withoutPersonalData = (letter: ShownDeadLetter, definitions: Definitions | undefined): ShownDeadLetter => {
  const definition = definitions?.messageOf(letter);
  const paths = definition?.personal ?? [];
  const isKnown = definition !== undefined && (paths.length === 0 || !undeclared.has(letter.code ?? ''));
  const texts = personalTexts(letter.event.data, paths);
  const key = keyOf(letter, definitions);
  return {
    ...letter,
    key,
    event: {
      ...letter.event,
      aggregateId: key === letter.key ? letter.event.aggregateId : key,
      data: isKnown ? withoutPersonal(letter.event.data, paths) : hiddenPayload,
    },
    // What a release before this one wrote down was not looked at.
    errors: letter.errors.map((error) => ({
      ...error,
      message: redactText(error.message, texts),
      ...(error.stack === undefined ? {} : { stack: redactText(error.stack, texts) }),
    })),
  };
};

/** The key is a property of the payload, and may be a personal one. */
export const withoutPersonalKey = (
  letter: ListedDeadLetter,
  definitions: Definitions | undefined,
): ListedDeadLetter => ({
  ...letter,
  key: keyOf(letter, definitions),
});

const keyOf = (letter: ListedDeadLetter, definitions: Definitions | undefined): string => {
  const definition = definitions?.messageOf(letter);
  return definition?.personal?.includes(`/${definition.key ?? ''}`) === true ? redactedMark : letter.key;
};

/** Before anything is shown: who looks at the payload of which dead letters. */
export const recordReveal = async (
  connections: ToolConnections,
  letters: readonly ShownDeadLetter[],
  change: Pick<Change, 'who'>,
): Promise<void> => {
  for (const { group, id } of letters) {
    await audited(connections.database(group), { ...change, command: 'streams dead-letters show --reveal' }, () =>
      Promise.resolve({ group, ids: [id] }),
    );
  }
};
