/** What happens when a service stops sending or receiving on a channel that is still there. */
import type { Message } from '../../model/contract.js';
import type { Comparison } from './comparison.js';
import type { Harm } from './rule.js';
import type { Activity } from './side.js';
import { isPastSunset } from './sunset.js';
import { serviceText, stillRunning } from './who.js';

/** The other action on the same channel by the same service, if that is new. */
export const flippedTo = ({ activities, serviceNow, channelNow }: Comparison, was: Activity): Activity | undefined =>
  activities.added.find(
    ({ document, channel, action }) =>
      action !== was.action &&
      channel === channelNow(was.channel) &&
      document.service === serviceNow(was.document.service),
  );

/** All that it did, or only `message`. */
export const stopped = (comparison: Comparison, activity: Activity, message?: Message): Harm | undefined => {
  const { previous, today, documentNow } = comparison;
  const { document, channel, action } = activity;
  const messages = message === undefined ? [...activity.messages] : [message];
  if (messages.length > 0 && messages.every((one) => isPastSunset(one, today))) return undefined;
  const what = message?.name ?? `from ${channel.address || channel.key}`;
  if (action === 'send') {
    const receivers = previous.receivers(channel, message);
    const waits = stillRunning(previous, receivers, `receives ${what}`, ['waits', 'wait']);
    return {
      direction: 'forward',
      // Not to send a message any more is how one begins to retire it.
      effect: message === undefined ? 'breaking' : 'warning',
      consequence: `${waits} for ${message?.name ?? `events in ${channel.address || channel.key}`}, which ${document.service} does not publish any more.`,
    };
  }
  const events = message === undefined ? `Events in ${channel.address || channel.key}` : `Events ${message.name}`;
  const now = documentNow(document);
  return {
    direction: 'backward',
    effect: 'breaking',
    consequence:
      now === undefined
        ? `${events} of release ${previous.name} that are still stored are handled by nobody: ${document.service} is gone.`
        : `${events} of release ${previous.name} that are still stored are not handled by ${serviceText(now)} any more.`,
  };
};
