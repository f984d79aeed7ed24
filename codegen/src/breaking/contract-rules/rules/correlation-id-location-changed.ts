import { correlationIdLocationOf } from '../facts.js';
import type { ContractRule, Harm } from '../rule.js';
import { stillRunning, whom } from '../who.js';

export const correlationIdLocationChanged: ContractRule = {
  id: 'CORRELATION_ID_LOCATION_CHANGED',
  category: 'message',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'Who looks for the correlation id at another place than it is written at cannot tell to which story an event belongs.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const { channel, message } = current;
      const was = correlationIdLocationOf(before.texts, previous.message);
      const is = correlationIdLocationOf(now.texts, message);
      if (was?.value === is?.value) continue;
      const what = `receives ${message.name}`;
      const backward: Harm = {
        direction: 'backward',
        effect: 'breaking',
        delivery: { field: 'correlationIdAt', given: was?.value ?? 'nowhere', taken: [is?.value ?? ''] },
        consequence: `Events ${message.name} of release ${before.name} that are still stored have no correlation id for ${whom(now.receivers(channel, message), what)}.`,
      };
      const looks = stillRunning(before, before.receivers(previous.channel, previous.message), what, ['looks', 'look']);
      const forward: Harm = {
        direction: 'forward',
        effect: 'breaking',
        delivery: { field: 'correlationIdAt', given: is?.value ?? 'nowhere', taken: [was?.value ?? ''] },
        consequence: `${looks} for the correlation id at ${was?.value ?? ''}, where it is no longer.`,
      };
      report({
        previous: was?.range ?? before.texts.nameOf(previous.message.range),
        current: is?.range ?? now.texts.nameOf(message.range),
        message: `The correlation id of ${message.name} was ${was === undefined ? 'nowhere' : `at ${was.value}`} and is ${is === undefined ? 'nowhere' : `at ${is.value}`} now.`,
        fix:
          was === undefined
            ? 'leave correlationId out until no earlier event is stored'
            : `write location: ${was.value} again`,
        about: { channel, message },
        harms: [...(is === undefined ? [] : [backward]), ...(was === undefined ? [] : [forward])],
      });
    }
  },
};
