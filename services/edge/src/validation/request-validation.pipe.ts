/** Bodies and parameters are checked against their class before a controller sees them; unknown properties are refused. */
import { ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { Problem } from '../problems/problem.js';
import { isNestedTooDeep } from './nesting.js';
import { bodyProblems, parameterProblems } from './field-problems.js';

const rules = { whitelist: true, forbidNonWhitelisted: true, transform: true, stopAtFirstError: false } as const;

export class RequestValidationPipe implements PipeTransform {
  readonly #body = new ValidationPipe({
    ...rules,
    exceptionFactory: (errors) =>
      new Problem({
        status: 422,
        name: 'body-invalid',
        title: 'Body invalid',
        detail: 'The body does not have the form that this operation takes; "errors" lists each place.',
        errors: bodyProblems(errors),
      }),
  });
  readonly #parameters = new ValidationPipe({
    ...rules,
    exceptionFactory: (errors) =>
      new Problem({
        status: 400,
        name: 'parameter-invalid',
        title: 'Parameter invalid',
        detail: 'A parameter of the request is not what this operation takes; "errors" lists each.',
        errors: parameterProblems(errors),
      }),
  });

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    if (metadata.type !== 'body') return this.#parameters.transform(value, metadata) as Promise<unknown>;
    // A list or a bare text would otherwise be validated as if it were an object without properties, or not at all.
    if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw new Problem({
        status: 422,
        name: 'body-invalid',
        title: 'Body invalid',
        detail: 'The body has to be a JSON object.',
        errors: [{ pointer: '', detail: 'must be an object' }],
      });
    }
    if (isNestedTooDeep(value)) {
      throw new Problem({
        status: 422,
        name: 'body-invalid',
        title: 'Body invalid',
        detail: 'The body is nested deeper than any that this service takes.',
        errors: [{ pointer: '', detail: 'must not be nested as deep' }],
      });
    }
    return this.#body.transform(value ?? {}, metadata) as Promise<unknown>;
  }
}
