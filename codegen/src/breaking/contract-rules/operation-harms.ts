/** What happens when a service stops sending or receiving on a channel that is still there. */
import type { Message } from '../../model/contract.js';
import type { Delivery } from './delivery.js';
import type { Comparison } from './comparison.js';
import type { Harm } from './rule.js';
import type { Activity } from './side.js';
import { isPastSunset } from './sunset.js';
import { channelText, serviceText, stillRunning } from './who.js';

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
  const { previous, today, documentNow, serviceNow } = comparison;
  const { document, channel, action } = activity;
  const messages = message === undefined ? [...activity.messages] : [message];
  if (messages.length > 0 && messages.every((one) => isPastSunset(one, today))) return undefined;
  const address = channelText(channel);
  if (action === 'send') {
    const what = `receives ${message?.name ?? `from ${address}`}`;
    const waits = stillRunning(previous, previous.receivers(channel, message), what, ['waits', 'wait']);
    const consequence = `${waits} for ${message?.name ?? `events in ${address}`}, which ${document.service} does not publish any more.`;
    // Not to send a message any more is how one begins to retire it.
    if (message !== undefined) return { direction: 'forward', effect: 'warning', consequence };
    const delivery: Delivery = {
      field: 'writer',
      given: document.service,
      of: 'previous',
      taken: namesOf(comparison, activity),
    };
    return { direction: 'forward', effect: 'breaking', delivery, consequence };
  }
  const events = `Events ${message?.name ?? `in ${address}`} of release ${previous.name} that are still stored`;
  const now = documentNow(document);
  const consequence =
    now === undefined
      ? `${events} are handled by nobody: ${document.service} is gone.`
      : `${events} are not handled by ${serviceText(now)} any more.`;
  const reader = serviceNow(document.service);
  const delivery: Delivery = { field: 'reader', given: reader, taken: namesOf(comparison, activity, message) };
  return { direction: 'backward', effect: 'breaking', delivery, consequence };
};

/** The services that still do the same now. */
const namesOf = (
  { current, channelNow, messageNow }: Comparison,
  { channel, action }: Activity,
  message?: Message,
): readonly string[] => {
  const now = channelNow(channel);
  if (now === undefined) return [];
  const only = message === undefined ? undefined : messageNow(channel, message);
  const activities = action === 'send' ? current.senders(now, only) : current.receivers(now, only);
  return activities.map(({ document }) => document.service);
};
