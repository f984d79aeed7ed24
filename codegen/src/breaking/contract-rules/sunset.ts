/** What was announced to go away, and when it may. */
import { textOf } from '../../load/source-tree.js';
import type { Message } from '../../model/contract.js';

/** `x-sunset` of a deprecated message, e.g. `2027-06-30`; without `deprecated` nothing was announced. */
export const sunsetOf = ({ isDeprecated, source }: Message): string | undefined =>
  isDeprecated ? textOf(source, 'x-sunset') : undefined;

/** From its sunset on a message may be removed. @param today `2027-06-30` */
export const isPastSunset = (message: Message, today: string): boolean => {
  const sunset = sunsetOf(message);
  return sunset !== undefined && sunset <= today;
};
