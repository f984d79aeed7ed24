import { markup, markupText } from './markup.js';
import { richText } from './rich-text.js';

const html = (text: string): string => markupText(markup`${richText(text)}`);

test('writes paragraphs, lists, code and links of a description', () => {
  expect(html('One **two** `three`.\n\n- a\n- b\n\n[c](https://example.com/?a=1&b=2)')).toBe(
    '<div class="text"><p>One <strong>two</strong> <code>three</code>.</p><ul><li>a</li><li>b</li></ul>' +
      '<p><a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer">c</a></p></div>',
  );
});

test('keeps code of several lines as it is', () => {
  expect(html('```json\n{ "a": "**b**" }\n```')).toContain('<code>{ &quot;a&quot;: &quot;**b**&quot; }</code>');
});

test.each(['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '`<script>`', '[x](https://a"onclick="b)'])(
  'makes nothing of %s but text',
  (text) => expect(html(text)).not.toMatch(/<(?:img|script)|href="javascript|\sonclick="/),
);

test('is quick about a description that is made to be slow', () => {
  const startedAt = performance.now();
  html(`${'*a'.repeat(10_000)}${'`'.repeat(10_000)}${'['.repeat(10_000)}`);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
