import { InfrastructureUnavailableError, firstLineOf } from '../errors.js';
import type { Provided, Skipped, Step } from './infrastructure.js';
import { remedies } from './remedies.js';

/** One way to get a server. It says why it cannot; an exception counts as that too. */
export interface ChainStep {
  readonly step: 'environment' | Step;
  readonly provide: () => Promise<Provided | Skipped>;
}

/** Takes the first step that works, and says in one line what is used and why the steps before it were skipped. */
export const firstThatWorks = async (fields: {
  what: 'PostgreSQL' | 'Redis';
  steps: readonly ChainStep[];
  say: (line: string) => void;
}): Promise<Provided> => {
  const skipped: string[] = [];
  for (const { step, provide } of fields.steps) {
    try {
      const provided = await provide();
      if (!('skipped' in provided)) {
        const why = skipped.length === 0 ? '' : ` (${skipped.join('; ')})`;
        fields.say(`${fields.what}: ${provided.from}${why}`);
        return provided;
      }
      skipped.push(provided.skipped);
    } catch (error) {
      skipped.push(`${step}: ${firstLineOf(error)}`);
    }
  }
  throw new InfrastructureUnavailableError({ what: fields.what, skipped, remedy: remedies[fields.what] });
};
