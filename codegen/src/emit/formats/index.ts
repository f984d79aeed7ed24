/** The formats that validators check. Each file here is copied into the generated code if contracts use its format. */
import { isDate } from './date.js';
import { isDateTime } from './date-time.js';
import { isDuration } from './duration.js';
import { isEmail } from './email.js';
import { isHostname } from './hostname.js';
import { isInt32 } from './int32.js';
import { isInt64 } from './int64.js';
import { isIpv4 } from './ipv4.js';
import { isIpv6 } from './ipv6.js';
import { isJsonPointer } from './json-pointer.js';
import { isRegex } from './regex.js';
import { isRelativeJsonPointer } from './relative-json-pointer.js';
import { isTime } from './time.js';
import { isUri } from './uri.js';
import { isUriReference } from './uri-reference.js';
import { isUriTemplate } from './uri-template.js';
import { isUuid } from './uuid.js';

/** Values of another type are always valid. */
export type Format =
  | { readonly type: 'string'; readonly check: string; readonly validate: (text: string) => boolean }
  | { readonly type: 'number'; readonly check: string; readonly validate: (value: number) => boolean };

const text = (check: string, validate: (text: string) => boolean): Format => ({ type: 'string', check, validate });
const number = (check: string, validate: (value: number) => boolean): Format => ({ type: 'number', check, validate });

/** By the name in contracts, which is the name of the file, too. */
export const formats: ReadonlyMap<string, Format> = new Map([
  ['date-time', text('isDateTime', isDateTime)],
  ['date', text('isDate', isDate)],
  ['time', text('isTime', isTime)],
  ['duration', text('isDuration', isDuration)],
  ['email', text('isEmail', isEmail)],
  ['hostname', text('isHostname', isHostname)],
  ['ipv4', text('isIpv4', isIpv4)],
  ['ipv6', text('isIpv6', isIpv6)],
  ['uri', text('isUri', isUri)],
  ['uri-reference', text('isUriReference', isUriReference)],
  ['uri-template', text('isUriTemplate', isUriTemplate)],
  ['uuid', text('isUuid', isUuid)],
  ['regex', text('isRegex', isRegex)],
  ['json-pointer', text('isJsonPointer', isJsonPointer)],
  ['relative-json-pointer', text('isRelativeJsonPointer', isRelativeJsonPointer)],
  ['int32', number('isInt32', isInt32)],
  ['int64', number('isInt64', isInt64)],
]);

/**
 * Formats that only describe, as JSON has no other numbers than doubles, and what is binary, secret or international
 * has no form that could be checked without tables.
 */
export const describingFormats: readonly string[] = [
  'float',
  'double',
  'password',
  'binary',
  'byte',
  'idn-email',
  'idn-hostname',
  'iri',
  'iri-reference',
];
