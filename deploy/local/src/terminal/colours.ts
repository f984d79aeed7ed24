import { isatty } from 'node:tty';
import pc from 'picocolors';

const isColourful = isatty(1) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

/** Colour on a terminal only, and never with NO_COLOR. */
export const { bold, dim, green, red, yellow, cyan } = pc.createColors(isColourful);
