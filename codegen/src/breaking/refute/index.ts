/** Witnesses by trial: found by sampling, and made small. */
export { refute, type RefuteOptions } from './refute.js';
export { shrink } from './shrink.js';
