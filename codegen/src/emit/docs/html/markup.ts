/** Builds HTML in which every text of a contract is escaped: only this file can make `Markup`. */

const brand = Symbol('markup');

/** HTML that is safe to put into a page. */
export interface Markup {
  readonly [brand]: string;
}

export type Child = Markup | string | number | undefined | false | readonly Child[];

/**
 * Template tag: literal parts are HTML, values are text and are escaped unless they are `Markup` already.
 * `undefined` and `false` leave nothing behind, so that `condition && markup…` can be written. Attribute values need quotes.
 * Not called `html`, because Prettier would reflow the templates and change the white space of the pages.
 */
export const markup = (literals: TemplateStringsArray, ...children: readonly Child[]): Markup => ({
  [brand]: literals.reduce((text, literal, index) => text + render(children[index - 1]) + literal),
});

/** As text, to be written into a file. */
export const markupText = (value: Markup): string => value[brand];

/** Text that may hold markup of its own, e.g. a style sheet written in this repository. Never pass text of a contract. */
export const trustedMarkup = (text: string): Markup => ({ [brand]: text });

const render = (child: Child): string => {
  if (child === undefined || child === false) return '';
  if (typeof child === 'string' || typeof child === 'number') return escaped(String(child));
  if (isMarkup(child)) return child[brand];
  return child.map(render).join('');
};

const isMarkup = (child: Markup | readonly Child[]): child is Markup => brand in child;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
