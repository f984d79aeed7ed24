/** Brings an instance that an earlier version of its definition has stored to the version that runs now. */
import type { AnySaga } from './any-saga.js';
import { SagaVersionError } from './saga-errors.js';
import type { StoredSaga } from './saga-store.js';
import { unknownState } from './transition.js';

/**
 * Stored with its next move, not before: reading changes nothing.
 * @throws SagaVersionError – stored by a later version, which another instance runs; SagaMismatchError – in an unknown state
 */
export const upgraded = (saga: AnySaga, id: string, stored: StoredSaga): StoredSaga => {
  if (stored.version > saga.version) {
    throw new SagaVersionError({ saga: saga.name, id, stored: stored.version, runs: saga.version });
  }
  let { state, data } = stored;
  for (let { version } = stored; version < saga.version; version++) {
    const upgrade = saga.upgrades[version];
    // checkDefinition has made sure that there is one.
    if (upgrade) ({ state, data } = upgrade({ id, state, data }));
  }
  if (!Object.hasOwn(saga.about, state)) throw unknownState(saga, { id, state });
  return { ...stored, version: saga.version, state, data };
};
