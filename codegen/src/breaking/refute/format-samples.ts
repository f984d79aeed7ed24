/** For each format texts that have it, and near misses. */

export const formatSamples: ReadonlyMap<string, readonly string[]> = new Map([
  ['date-time', ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123+01:00', '2026-01-31']],
  ['date', ['2026-01-31', '2024-02-29', '2026-02-30']],
  ['time', ['12:00:00Z', '12:00:00.5+01:00', '12:00']],
  ['duration', ['P1D', 'PT1H', 'P1Y2M3DT4H5M6S', 'P']],
  ['email', ['a@b.co', 'ann@example.com', 'a@b']],
  ['hostname', ['example.com', 'a', '-a']],
  ['ipv4', ['127.0.0.1', '256.0.0.1']],
  ['ipv6', ['::1', '2001:db8::1', ':::']],
  ['uri', ['https://example.com/a', 'urn:a:b', '/a']],
  ['uri-reference', ['/a', 'a', 'https://example.com/a', '\\']],
  ['uri-template', ['/a/{b}', 'a', '{']],
  ['uuid', ['123e4567-e89b-42d3-a456-426614174000', '123e4567']],
  ['regex', ['^a$', '[']],
  ['json-pointer', ['/a/b', '', 'a']],
  ['relative-json-pointer', ['0', '1/a', '/a']],
]);
