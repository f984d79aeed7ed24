/** What a client is told about any error. What it is not told (stack, SQL, host names) goes to the log alone. */
import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { isDatabaseUnreachable } from '../database/is-database-unreachable.js';
import { bodyTooLarge } from '../validation/body-limit.js';
import { Problem, type ProblemFields } from './problem.js';

export const problemOf = (error: unknown): ProblemFields => {
  if (error instanceof Problem) return error.fields;
  // Nest wraps what the parsers throw, with their texts, which quote what was sent.
  const parsing = requestProblem(error instanceof HttpException ? error.cause : error);
  if (parsing) return parsing;
  if (error instanceof HttpException) return { status: error.getStatus(), detail: error.message };
  if (isDatabaseUnreachable(error)) {
    return {
      status: 503,
      name: 'database-unreachable',
      title: 'Database unreachable',
      detail: 'The database does not answer. Nothing was changed; try again in a few seconds.',
      headers: { 'Retry-After': '2' },
    };
  }
  return { status: 500, detail: 'Something failed inside the service; it has been logged under the correlation id.' };
};

/** The response body of a problem. */
export const problemBody = (problem: ProblemFields, request: { instance: string; correlationId: string }): object => ({
  type: problem.name === undefined ? 'about:blank' : `urn:streampact:problem:${problem.name}`,
  title: problem.title ?? STATUS_CODES[problem.status] ?? 'Error',
  status: problem.status,
  detail: problem.detail,
  instance: request.instance,
  correlationId: request.correlationId,
  ...(problem.errors ? { errors: problem.errors } : {}),
});

/** body-parser throws http-errors: `{ statusCode, type }`. Its own texts quote the body, so they are not passed on. */
const requestProblem = (error: unknown): ProblemFields | undefined => {
  if (error instanceof URIError) return { status: 400, detail: 'The path is not percent-encoded UTF-8.' };
  if (!(error instanceof Error) || !('type' in error) || !('statusCode' in error)) return undefined;
  const detail = bodyDetails.get(String(error.type));
  const status = Number(error.statusCode);
  if (detail === undefined || !(status >= 400 && status < 500)) return undefined;
  return { status, detail };
};

const bodyDetails = new Map([
  ['entity.parse.failed', 'The body is not well-formed JSON.'],
  ['entity.too.large', bodyTooLarge],
  ['encoding.unsupported', 'The content encoding of the body is not supported; send it plain or gzipped.'],
  ['charset.unsupported', 'The charset of the body is not supported; send UTF-8.'],
  ['request.size.invalid', 'The body is not as long as its Content-Length says.'],
  ['request.aborted', 'The request ended before its body was complete.'],
]);
