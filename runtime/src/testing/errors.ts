import type { Violation } from '../contract/definitions.js';
import { StreampactError } from '../errors/streampact-error.js';

/** A schema of the contract that no value meets, or none that ends. */
export class ImpossibleSchemaError extends StreampactError {
  readonly code = 'SCHEMA_IMPOSSIBLE';

  constructor(readonly reason: string) {
    super(
      `No valid value can be generated for ${reason}. Correct the schema, or write the events of your test by hand.`,
    );
  }
}

/** Valid values are so rare among those that the schema suggests that none was found. */
export class NoValidValueError extends StreampactError {
  readonly code = 'NO_VALID_VALUE';
  readonly messageName: string;
  readonly attempts: number;
  readonly violations: readonly Violation[];

  constructor(options: { messageName: string; attempts: number; violations: readonly Violation[] }) {
    const [first] = options.violations;
    const last = first === undefined ? '' : ` The last one broke "${first.keyword}" at "${first.path}".`;
    super(
      `None of ${options.attempts} generated values is a valid ${options.messageName}.${last} ` +
        'Give that part as an override or in an arbitrary of your own, or make the schema easier to meet.',
    );
    this.messageName = options.messageName;
    this.attempts = options.attempts;
    this.violations = options.violations;
  }
}

/** What was given to a factory makes the event invalid. */
export class InvalidOverridesError extends StreampactError {
  readonly code = 'OVERRIDES_INVALID';

  constructor(
    readonly messageName: string,
    readonly violations: readonly Violation[],
  ) {
    const found = violations.map(({ path, message }) => `${path === '' ? 'the payload' : path} ${message}`).join('; ');
    super(
      `With these overrides it is not a valid ${messageName}: ${found}. ` +
        'Override the properties that belong together; write an invalid event by hand, as an object.',
    );
  }
}

/** A test asked its kit for something that cannot be. */
export class TestSetupError extends StreampactError {
  readonly code = 'TEST_SETUP_INVALID';
}

/** `given` events are handled before the test begins; this one was not. */
export class GivenNotHandledError extends StreampactError {
  readonly code = 'GIVEN_NOT_HANDLED';
}
