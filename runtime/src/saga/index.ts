/** What services, tools and tests use of sagas. */
export { bindSaga, type ApplyChange, type ChangeContext, type SagaBinding, type SagaChanges } from './saga-binding.js';
export { defer, defineSaga, end, ignore, received, step, typed, type SagaWords, type WordsOf } from './define-saga.js';
export type { AnySaga, SagaFollowing } from './any-saga.js';
export type {
  Deferred,
  DueTime,
  Effects,
  EndState,
  Ignored,
  InputContext,
  InputName,
  SagaDefinition,
  StepDefinition,
  StoredInstance,
  Subscription,
  Typed,
  Vocabulary,
  WordsIn,
} from './definition.js';
export { sagaDiagram, sagaDocument } from './diagram.js';
export type { InputResult } from './run-input.js';
export * from './saga-errors.js';
export { SagaRunner, type CommandOptions, type SagaRunnerOptions } from './saga-runner.js';
export { SagaTimers, type SagaTimersOptions } from './saga-timers.js';
export {
  listSagas,
  retrySaga,
  showSaga,
  type SagaFilter,
  type SagaHistoryLine,
  type SagaMessageReport,
  type SagaReport,
  type SagaRetry,
  type SagaStepReport,
  type SagaSummary,
  type SagaTimerReport,
} from './saga-tools.js';
export {
  beginning,
  transition,
  type Moved,
  type Outcome,
  type Outgoing,
  type OutgoingStep,
  type SagaInput,
  type SagaInstance,
} from './transition.js';
