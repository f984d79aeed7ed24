import type { Finding } from './finding.js';
import { report } from './report.js';

const at = (file: string, line: number, column: number, message = 'is wrong'): Finding => ({
  rule: 'some-rule',
  severity: 'error',
  file,
  line,
  column,
  message,
});
const sourceOf = (): undefined => undefined;

test('sorts by file, line and column, whatever the order of the rules', () => {
  const findings = [at('b.yaml', 1, 1), at('a.yaml', 10, 1), at('a.yaml', 9, 5), at('a.yaml', 9, 4)];
  const places = report(findings, { format: 'text', sourceOf, isColoured: false })
    .split('\n')
    .flatMap((line) => line.match(/^\S+:\d+:\d+/)?.[0] ?? []);
  expect(places).toEqual(['a.yaml:9:4', 'a.yaml:9:5', 'a.yaml:10:1', 'b.yaml:1:1']);
});

test('writes JSON with every field of a finding, and an empty array for none', () => {
  const finding = { ...at('a.yaml', 3, 4), endColumn: 9, fix: 'write "b"' };
  expect(JSON.parse(report([finding], { format: 'json', sourceOf }))).toEqual([finding]);
  expect(report([], { format: 'json', sourceOf })).toBe('[]\n');
});

test('writes workflow commands that GitHub can read back', () => {
  const finding = { ...at('a,b:c.yaml', 3, 4, '100 %\nwrong: a, b.'), endColumn: 9, fix: 'write "b"' };
  expect(report([finding], { format: 'github', sourceOf })).toBe(
    '::error file=a%2Cb%3Ac.yaml,line=3,col=4,endColumn=8,title=some-rule::100 %25%0Awrong: a, b. Fix: write "b"\n',
  );
});
