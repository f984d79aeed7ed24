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

test('writes JUnit XML in which errors fail, warnings do not, and no letter breaks the XML', () => {
  const findings: Finding[] = [
    { ...at('a.yaml', 3, 4, '"<a>" & \u0001 is wrong'), fix: 'write "b"' },
    { ...at('a.yaml', 5, 1), severity: 'warning' },
  ];
  expect(report(findings, { format: 'junit', sourceOf })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="streampact" tests="2" failures="1">
  <testsuite name="a.yaml" tests="2" failures="1">
    <testcase classname="a.yaml" name="some-rule 3:4" file="a.yaml" line="3"><failure type="some-rule" message="&quot;&lt;a&gt;&quot; &amp; \ufffd is wrong">a.yaml:3:4: error some-rule: &quot;&lt;a&gt;&quot; &amp; \ufffd is wrong&#10;write &quot;b&quot;</failure></testcase>
    <testcase classname="a.yaml" name="some-rule 5:1" file="a.yaml" line="5"><system-out>a.yaml:5:1: warning some-rule: is wrong</system-out></testcase>
  </testsuite>
</testsuites>
`);
  expect(report([], { format: 'junit', sourceOf })).toContain('tests="1" failures="0"');
});
