import { ownChannels } from '../contract-walk.js';
import type { LintRule } from '../rule.js';
import { placeOf, shown } from '../source-places.js';

const screamingSnake = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

export const messageName: LintRule = {
  id: 'message-name',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'The name is what a reader of a stream, a log or a metric searches for; one spelling, and one message a name, make one search enough.',
  check: ({ contracts, report }) => {
    const seen = new Map<string, { readonly source: unknown; readonly file: string }>();
    for (const { channel } of ownChannels(contracts)) {
      for (const message of channel.messages) {
        const first = seen.get(message.name);
        if (first?.source === message.source) continue;
        const place = placeOf(contracts, message.source, 'name');
        if (first !== undefined) {
          const problem = `Two messages are named ${message.name}; the other one is in ${first.file}.`;
          report.at(place, problem, 'give one of them another name');
          continue;
        }
        seen.set(message.name, { source: message.source, file: message.source.range.file });
        if (screamingSnake.test(message.name)) continue;
        const fix = `write ${screaming(message.name)}`;
        report.at(place, `The message name ${shown(message.name)} is not in SCREAMING_SNAKE_CASE.`, fix);
      }
    }
  },
};

const screaming = (name: string): string => {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').match(/[A-Za-z0-9]+/g) ?? [];
  return (
    words
      .join('_')
      .toUpperCase()
      .replace(/^\d+_?/, '') || 'a name like ORDER_PLACED'
  );
};
