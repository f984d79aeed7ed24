/** Whether the sagas of a service can run: asked before it handles its first message. */
import type { ServiceDefinition } from '../contract/definitions.js';
import type { Sql } from '../database/sql.js';
import { HandlerNotRegisteredError } from '../errors/errors.js';
import type { Logger } from '../telemetry/logger.js';
import type { Handlers } from '../service/handlers.js';
import type { SagaRunner } from './saga-runner.js';
import { unknownState } from './transition.js';

/** @throws HandlerNotRegisteredError – a saga would wait for a message that is not handed to it, or has no function for its changes */
export const checkRegistrations = (service: ServiceDefinition, handlers: Handlers, runner: SagaRunner): void => {
  for (const { saga, apply } of runner.bindings) {
    if (saga.hasChanges && !apply) {
      throw new HandlerNotRegisteredError(
        `Saga ${saga.name} changes tables of ${service.name}, and no function is bound to it. ` +
          'Bind one with EventsModule.forSaga(saga, class), or bindSaga(saga, function).',
      );
    }
    for (const { message } of Object.values(saga.messages)) {
      const isHanded = Object.entries(service.consumers).some(
        ([consumer, { channel, messages }]) =>
          channel.address === message.channel.address &&
          Object.entries(messages).some(
            ([name, { type }]) => type === message.type && handlers[consumer]?.[name] === saga,
          ),
      );
      if (isHanded) continue;
      throw new HandlerNotRegisteredError(
        `Saga ${saga.name} follows ${message.type} of ${message.channel.address}, and ${service.name} does not hand it over. ` +
          'Put the saga in the place of its handler in the handler map, and the message into the contract if it is not there.',
      );
    }
  }
};

/**
 * Looks at the states of all sagas that live; served by saga_live.
 * @throws SagaMismatchError – a saga is stored by the version that runs, in a state that this version does not have: the
 *   service must not run
 */
export const checkStoredStates = async (sql: Sql, runner: SagaRunner): Promise<void> => {
  for (const saga of runner.sagas) {
    const result = await sql.query<{ state: string; id: string }>(
      `select state, min(id) as id from saga where name = $1 and version = $2 and ended_at is null group by state`,
      [saga.name, saga.version],
    );
    const unknown = result.rows.find(({ state }) => !Object.hasOwn(saga.about, state));
    if (unknown) throw unknownState(saga, unknown);
  }
};

/** Sagas that live under a name that nothing runs any more would wait for ever: said once, at start. */
export const warnOfOrphans = async (sql: Sql, runner: SagaRunner, logger: Logger): Promise<void> => {
  const result = await sql.query<{ name: string }>(
    'select name from saga where ended_at is null and name <> all($1) limit 1',
    [runner.sagas.map(({ name }) => name)],
  );
  const [orphan] = result.rows;
  if (orphan) logger.warn({ saga: orphan.name }, 'sagas are stored that no definition of this service runs');
};
