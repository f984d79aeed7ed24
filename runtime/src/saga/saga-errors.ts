/** What can be wrong with a saga, or between a saga and what is stored of it. */
import { StreampactError } from '../errors/streampact-error.js';

/** A definition contradicts itself, or a function of it returned what the definition does not announce. */
export class SagaDefinitionError extends StreampactError {
  readonly code = 'SAGA_DEFINITION_INVALID';
}

/** A saga is stored by a later version of its definition than the one that runs here: it is left to the instances that know it. */
export class SagaVersionError extends StreampactError {
  readonly code = 'SAGA_VERSION_LATER';
  constructor({ saga, id, stored, runs }: { saga: string; id: string; stored: number; runs: number }) {
    super(
      `Saga ${saga} ${id} is stored by version ${stored} of its definition; this process runs version ${runs}. Nothing to do ` +
        'while a rollout goes on: it is tried again until an instance of the new version takes it. Do not go back behind a version.',
    );
  }
}

/** What is stored does not fit the definition that runs: the message is tried again, the timer too. Nothing was changed. */
export class SagaMismatchError extends StreampactError {
  readonly code = 'SAGA_MISMATCH';
}

/** A saga was begun under an id that has one. Roll back: the first one goes on. */
export class SagaExistsError extends StreampactError {
  readonly code = 'SAGA_EXISTS';
  constructor({ saga, id }: { saga: string; id: string }) {
    super(`Saga ${saga} ${id} has begun before. Begin one saga an id, in the transaction that makes the id.`);
  }
}

/** What a saga does when a timer fires did not end in time. Its connection was destroyed: it cannot commit later. */
export class SagaTimeoutError extends StreampactError {
  readonly code = 'SAGA_TIMEOUT';
  constructor({ saga, id, timer, timeoutMs }: { saga: string; id: string; timer: string; timeoutMs: number }) {
    super(
      `Timer ${timer} of saga ${saga} ${id} did not finish within ${timeoutMs} ms; its transaction was aborted, and the ` +
        'timer is tried again. Make the function that the service has bound faster.',
    );
  }
}
