import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from '@streampact/runtime';
import { problemBody, problemOf } from './problem-of.js';
import type { ProblemFields } from './problem.js';

/** Answers every error as application/problem+json and logs those that are not the client's. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error);
    this.#log(request, problem, error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const correlationId = String(response.getHeader('X-Correlation-Id') ?? '');
    response
      .status(problem.status)
      .set({ ...problem.headers })
      .type('application/problem+json')
      // Not json(): it would set its own content type again.
      .send(JSON.stringify(problemBody(problem, { instance: request.path, correlationId })));
  }

  /** 500 is ours to mend and comes with the whole error; 503 and the like say what is away, and come in numbers. */
  #log({ method, path }: Request, { status, detail }: ProblemFields, err: unknown): void {
    if (status === 500) this.#logger.error({ method, path, status, err }, 'request failed');
    else if (status > 500) this.#logger.warn({ method, path, status, reason: detail }, 'request could not be served');
  }
}
