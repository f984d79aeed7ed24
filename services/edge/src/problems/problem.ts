/** An answer that is an error, as RFC 9457 describes it. Thrown by controllers; ProblemFilter writes it. */
import { HttpException } from '@nestjs/common';

/** Where in the request something is wrong: a JSON pointer into the body, or the name of a parameter. */
export type FieldProblem =
  { readonly pointer: string; readonly detail: string } | { readonly parameter: string; readonly detail: string };

export interface ProblemFields {
  readonly status: number;
  /** Stable and kebab-case, e.g. `email-taken`: what a client's code decides on. Absent: the status says it all. */
  readonly name?: string;
  /** Constant for one `name`. @default the status' reason phrase */
  readonly title?: string;
  /** What happened this time and what to do about it. */
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** e.g. `{ 'Retry-After': '1' }` */
  readonly headers?: Readonly<Record<string, string>>;
}

export class Problem extends HttpException {
  readonly fields: ProblemFields;

  constructor(fields: ProblemFields, options: { readonly cause?: unknown } = {}) {
    super(fields.detail, fields.status, options);
    this.fields = fields;
  }
}
