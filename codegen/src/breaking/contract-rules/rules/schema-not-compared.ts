import { valueOf } from '../../../load/source-tree.js';
import { jsonSchema, schemaFormatOf } from '../facts.js';
import type { ContractRule } from '../rule.js';
import { stillRunning, whom } from '../who.js';

export const schemaNotCompared: ContractRule = {
  id: 'SCHEMA_NOT_COMPARED',
  category: 'message',
  effect: 'unknown',
  directions: ['backward', 'forward'],
  purpose:
    'A payload that is described in another language than JSON Schema changed, and nobody knows who refuses what.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const { channel, message } = current;
      const was = schemaFormatOf(before.texts, previous.message);
      const is = schemaFormatOf(now.texts, message);
      if (was.value !== is.value || is.value === jsonSchema) continue;
      const [one, other] = [
        before.texts.json(valueOf(previous.message.source, 'payload')),
        now.texts.json(valueOf(message.source, 'payload')),
      ];
      if (JSON.stringify(one) === JSON.stringify(other)) continue;
      const what = `receives ${message.name}`;
      const may = stillRunning(before, before.receivers(previous.channel, previous.message), what, ['may', 'may']);
      report({
        previous: was.range,
        current: is.range,
        message: `The payload of ${message.name} changed, and ${is.value} is not compared here.`,
        fix: 'describe it in JSON Schema',
        about: { channel, message },
        harms: [
          {
            direction: 'backward',
            effect: 'unknown',
            consequence: `Events ${message.name} of release ${before.name} that are still stored may be refused by ${whom(now.receivers(channel, message), what)}.`,
          },
          { direction: 'forward', effect: 'unknown', consequence: `${may} refuse this event.` },
        ],
      });
    }
  },
};
