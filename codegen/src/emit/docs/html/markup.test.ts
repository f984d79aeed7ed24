import { markup, markupText, trustedMarkup } from './markup.js';

test('escapes text in content and in attributes', () => {
  const title = `"><script>alert('x' & y)</script>`;
  expect(markupText(markup`<p title="${title}">${title}</p>`)).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39; &amp; y)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39; &amp; y)&lt;/script&gt;</p>',
  );
});

test('keeps markup that is markup already, also in lists', () => {
  const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`);
  expect(markupText(markup`<ul>${items}</ul>`)).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
});

test('writes nothing for what is absent, and zero for zero', () => {
  expect(markupText(markup`[${undefined}${false}${0}${''}${trustedMarkup('<hr>')}]`)).toBe('[0<hr>]');
});
