/** Changes as a person reads them: the place before and after, an event that shows what breaks, whom it hits, and the fix. */
import pc from 'picocolors';
import type { JsonValue } from '../model/source.js';
import { type Colours, excerpt, isOnTerminal, type TextOptions } from '../report/text.js';
import type { Change } from './change.js';

/** One block a change, with empty lines around it; what is compatible has one line. They are printed in the order given. */
export const changesAsText = (changes: readonly Change[], options: TextOptions): string => {
  const colours = pc.createColors(options.isColoured ?? isOnTerminal());
  const blocks = changes.map((change, index) => {
    const isLine = change.effect === 'compatible';
    const isFirst = index === 0 || (isLine && changes[index - 1]?.effect === 'compatible');
    const lines = [headlineOf(change, colours), ...(isLine ? [] : detailsOf(change, options, colours))];
    return [...(isFirst ? [] : ['']), ...lines].map((line) => `${line}\n`).join('');
  });
  return blocks.join('');
};

/** ` (backward)`, nothing if it breaks neither. */
export const directionText = ({ direction }: Change): string => (direction === undefined ? '' : ` (${direction})`);

const headlineOf = (change: Change, colours: Colours): string => {
  const { file, line, column, rule, effect, message } = change;
  const paint = { breaking: colours.red, unknown: colours.red, warning: colours.yellow, compatible: colours.green };
  const place = colours.bold(`${file}:${line}:${column}:`);
  return `${place} ${paint[effect](effect)} ${rule}${directionText(change)}: ${message}`;
};

const detailsOf = (change: Change, options: TextOptions, colours: Colours): readonly string[] => {
  const { file, line, column, endColumn, consequence, fix } = change;
  const place = { line, column, ...(endColumn === undefined ? {} : { endColumn }) };
  return [
    ...excerpt(place, options.sourceOf(file), colours),
    ...previousPlace(change, options, colours),
    ...proofOf(change),
    ...(consequence === undefined ? [] : [`  ${consequence}`]),
    ...(fix === undefined ? [] : [`  fix: ${colours.green(fix)}`]),
  ];
};

/** Nothing if the part was removed: then the place of the change is that one. */
const previousPlace = ({ file, previous, line }: Change, options: TextOptions, colours: Colours): readonly string[] => {
  if (previous === undefined || (previous.file === file && previous.line === line)) return [];
  const source = options.sourceOf(previous.file);
  const lineText = source?.split(/\r\n|\n/)[previous.line - 1] ?? '';
  // A key or a value on its own: what the caret stands under ends with it.
  const length = /^[^\s:,\]}]+/.exec(lineText.slice(previous.column - 1))?.[0].length ?? 1;
  const place = { ...previous, endColumn: previous.column + length };
  return [`  before: ${previous.file}:${previous.line}:${previous.column}`, ...excerpt(place, source, colours)];
};

const proofOf = ({ witness, direction, messageName, channel }: Change): readonly string[] => {
  if (witness === undefined) return [];
  const { part, value, violation, of: writer = direction === 'forward' ? 'current' : 'previous' } = witness;
  const reader = writer === 'current' ? 'previous' : 'current';
  const of = messageName === undefined ? '' : ` of ${messageName}`;
  const on = channel === undefined ? '' : ` on ${channel}`;
  return [
    `  ${part}${of}${on} that the ${writer} version writes:`,
    ...jsonLines(value).map((line) => `    ${line}`),
    `  refused by the ${reader} version: ${violation.instancePath === '' ? 'it' : violation.instancePath} ${violation.message}`,
  ];
};

/** Letters of an event that is printed on one line. */
const lineLettersMax = 100;

/** Lines of an event that are printed: one with 101 items would hide all other findings. */
const linesMax = 24;

const jsonLines = (value: JsonValue): readonly string[] => {
  const short = JSON.stringify(value);
  if (short.length <= lineLettersMax) return [short];
  const lines = JSON.stringify(value, undefined, 2).split('\n');
  if (lines.length <= linesMax) return lines;
  const left = lines.length - linesMax + 1;
  return [...lines.slice(0, linesMax - 1), `… and ${left} more lines; --format json prints all of it`];
};
