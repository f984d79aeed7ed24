import { sourceName } from '../../emitted-file.js';
import type { CodePlace } from '../docs-inputs.js';

/** `asyncapi/order-service.yaml:61`, the same on every machine. */
export const sourcePlace = ({ file, line }: CodePlace): string =>
  `${isElsewhere(file) ? sourceName(file) : file}:${line}`;

const isElsewhere = (file: string): boolean => file.startsWith('/') || /^[A-Za-z]:/.test(file) || file.startsWith('..');
