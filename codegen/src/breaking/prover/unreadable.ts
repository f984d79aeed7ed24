/** A schema that no validator can be made of, or that asks for what is not read here. */
export class UnreadableSchemaError extends Error {
  readonly code = 'SCHEMA_UNREADABLE';
  constructor(what: string) {
    super(what);
    this.name = 'UnreadableSchemaError';
  }
}
