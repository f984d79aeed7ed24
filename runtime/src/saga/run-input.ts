/** Hands one input to a saga whose row is locked, and after it what the saga had kept for later. */
import type { Logger } from '../telemetry/logger.js';
import { runInMessageContext, type MessageContext } from '../telemetry/message-context.js';
import { sagaInputs } from '../telemetry/metrics.js';
import { inSpan } from '../telemetry/tracing.js';
import { carryOut, type SagaRun } from './carry-out.js';
import { SagaMismatchError } from './saga-errors.js';
import { deferInput, deferredInputs, dropDeferred, moveSaga, type HistoryLine, type StoredSaga } from './saga-store.js';
import { anyTransition, nameOf, type Moved, type Outcome, type SagaInput } from './transition.js';

export interface InputScope extends SagaRun {
  readonly logger: Logger;
  readonly deferredMax: number;
  readonly now: () => Date;
}

/** What an input came to, and where the saga is after it. */
export type InputResult =
  | { readonly kind: 'moved'; readonly state: string }
  | { readonly kind: 'ignored' | 'deferred'; readonly state: string; readonly because: string };

/** @throws SagaMismatchError – too many inputs are kept, or see `transition`; whatever the service's own function throws */
export const runInput = async (scope: InputScope, stored: StoredSaga, input: SagaInput): Promise<InputResult> => {
  const { state } = stored;
  const outcome = decide(scope, stored, input);
  if (outcome.kind === 'ignored') return { kind: 'ignored', state, because: outcome.because };
  if (outcome.kind === 'deferred') {
    await keep(scope, stored, input, outcome.because);
    return { kind: 'deferred', state, because: outcome.because };
  }
  const moved = await move(scope, stored, input, outcome);
  const last = moved.state !== state && moved.deferred > 0 ? await deliverDeferred(scope, moved) : moved;
  return { kind: 'moved', state: last.state };
};

const decide = (
  { binding: { saga }, key: { id }, now, logger }: InputScope,
  stored: StoredSaga,
  input: SagaInput,
): Outcome => {
  const { state, data } = stored;
  const outcome = anyTransition(saga, { id, state, data }, input, now());
  sagaInputs.add(1, { saga: saga.name, input: nameOf(input), outcome: outcome.kind });
  const fields = { saga: saga.name, sagaId: id, state, input: nameOf(input) };
  if (outcome.kind === 'moved') logger.debug({ ...fields, to: outcome.to }, 'saga moved');
  else logger.debug({ ...fields, outcome: outcome.kind, because: outcome.because }, 'saga did not move');
  return outcome;
};

const move = async (
  scope: InputScope,
  stored: StoredSaga,
  input: SagaInput,
  moved: Moved,
  story: MessageContext = {},
): Promise<StoredSaga> => {
  const { version } = scope.binding.saga;
  const { to: state, data, ends } = moved;
  const line = { ...lineOf(stored, input), to: state };
  await inSpan(
    () => ({
      name: `saga ${scope.key.saga} ${nameOf(input)}`,
      attributes: {
        'streampact.saga.name': scope.key.saga,
        'streampact.saga.id': scope.key.id,
        'streampact.saga.from': stored.state,
        'streampact.saga.to': state,
      },
      parent: story.traceparent,
    }),
    async () => {
      await moveSaga(scope.transaction, scope.key, { version, state, data, ends, line });
      await carryOut(scope, moved);
    },
  );
  return { ...stored, version, state, data };
};

const keep = async (scope: InputScope, stored: StoredSaga, input: SagaInput, because: string): Promise<void> => {
  const { key, transaction, deferredMax } = scope;
  if (stored.deferred >= deferredMax) {
    throw new SagaMismatchError(
      `Saga ${key.saga} ${key.id} keeps ${stored.deferred} inputs for later and may keep no more; in state ` +
        `"${stored.state}" it defers ${nameOf(input)} (${because}). Find out why the state does not change, or raise deferredMax.`,
    );
  }
  const line = { ...lineOf(stored, input), to: stored.state, deferred: because };
  await deferInput(transaction, key, { input, because, line });
};

/** In the order in which they came, from the first again whenever one of them has changed the state. */
const deliverDeferred = async (scope: InputScope, from: StoredSaga): Promise<StoredSaga> => {
  const { key, transaction } = scope;
  const kept = [...(await deferredInputs(transaction, key))];
  let stored = from;
  let next = 0;
  for (let one = kept[next]; one; one = kept[next]) {
    const { number, input } = one;
    const outcome = decide(scope, stored, input);
    if (outcome.kind === 'deferred') {
      next++;
      continue;
    }
    kept.splice(next, 1);
    await dropDeferred(transaction, key, number);
    if (outcome.kind === 'ignored') continue;
    const { state } = stored;
    const before = stored;
    const story = storyOf(input);
    stored = await runInMessageContext(story, async () => move(scope, before, input, outcome, story));
    if (stored.state !== state) next = 0;
  }
  return stored;
};

/** What is published because of a kept message is caused by that message, not by the one that came now. */
const storyOf = (input: SagaInput): MessageContext => {
  if (!('message' in input)) return {};
  const { id, traceparent } = input.event;
  return { causationId: id, ...(traceparent === undefined ? {} : { traceparent }) };
};

const lineOf = ({ state }: StoredSaga, input: SagaInput): Omit<HistoryLine, 'to'> => ({
  input: nameOf(input),
  ...('message' in input ? { messageId: input.event.id } : {}),
  from: state,
});
