/**
 * `code` of an error of Node, pg or nodemailer: `ECONNREFUSED`, `57P01` … Asked by shape and not by class, because an error
 * that was made in another realm (a worker, a test runner's sandbox) is no instance of our Error.
 */
export const errorCodeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
