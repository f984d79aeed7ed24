import { dim, red, yellow } from '../terminal/colours.js';

/** The lines of a service's log that a person at the terminal should see. */
export interface Notable {
  readonly level: 'warn' | 'error';
  readonly sentence: string;
  readonly details: string;
}

/** Fields that every line has or that say nothing to a person. */
const dull = new Set([
  'level',
  'at',
  'time',
  'timestamp',
  'sentence',
  'message',
  'msg',
  'service',
  'context',
  'pid',
  'stack',
]);

/** Picks warnings and errors out of a JSON log; undefined for everything else. */
export const notableIn = (line: string): Notable | undefined => {
  if (!line.startsWith('{')) return undefined;
  const entry = parse(line);
  const level = text(entry['level']);
  if (!['warn', 'warning', 'error', 'fatal'].includes(level)) return undefined;
  const sentence = text(entry['sentence'] ?? entry['message'] ?? entry['msg']);
  const details = Object.entries(entry)
    .filter(([name]) => !dull.has(name))
    .map(([name, value]) => `${name}=${text(value)}`)
    .join(' ');
  return { level: level.startsWith('warn') ? 'warn' : 'error', sentence, details };
};

export const showNotable = (service: string, { level, sentence, details }: Notable): string => {
  const paint = level === 'warn' ? yellow : red;
  return `${paint(`${service} ${level}:`)} ${sentence} ${dim(details)}`.trimEnd();
};

const repeatMs = 10_000;

/** Says whether a line is worth showing: a sentence that comes again within ten seconds is only in the log file. */
export const repeatFilter = (now: () => number = Date.now): ((sentence: string) => boolean) => {
  const shownAt = new Map<string, number>();
  return (sentence) => {
    const last = shownAt.get(sentence);
    if (last !== undefined && now() - last < repeatMs) return false;
    shownAt.set(sentence, now());
    return true;
  };
};

const parse = (line: string): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
};

/** An error in a log is an object whose message is what counts. */
const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return JSON.stringify(value) ?? '';
};
