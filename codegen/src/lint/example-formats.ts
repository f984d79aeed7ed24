/** Formats of JSON Schema, as strict as examples need. A format that is not here is not checked. */

const hostname = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const time = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** 31 February has the right shape and is no date. */
const isDate = (text: string): boolean => {
  const [, year = '', month = '', day = ''] = date.exec(text) ?? [];
  const parsed = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== '' && parsed.getUTCMonth() === Number(month) - 1 && parsed.getUTCDate() === Number(day);
};

const isDateTime = (text: string): boolean => {
  const [day = '', clock = '', ...rest] = text.split(/t/i);
  return rest.length === 0 && isDate(day) && time.test(clock);
};

export const exampleFormats: Readonly<Record<string, RegExp | ((text: string) => boolean)>> = {
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  email: /^[^\s@"]+@[^\s@.]+(?:\.[^\s@.]+)*$/,
  date: isDate,
  time,
  'date-time': isDateTime,
  hostname,
  uri: (text) => URL.canParse(text),
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
};
