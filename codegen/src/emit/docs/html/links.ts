/** Links from one page to another, and anchors inside pages. */
import type { PageNode } from '../site/site.js';
import { markup, type Markup } from './markup.js';

/** Writes links as seen from a page: `../` leads from a page in a folder to the start. */
export class Links {
  readonly base: string;

  /** @param path – of the page that holds the links, without extension */
  constructor(path: string) {
    this.base = '../'.repeat(path.split('/').length - 1);
  }

  href({ path }: Pick<PageNode, 'path'>, anchor = ''): string {
    return `${this.base}${encodedPath(path)}.html${anchor === '' ? '' : `#${encodeURIComponent(anchor)}`}`;
  }

  /** The name of a service, or of a stream or event as code. */
  to(node: PageNode): Markup {
    return node.kind === 'service'
      ? markup`<a class="service" href="${this.href(node)}">${node.name}</a>`
      : markup`<a class="${node.kind}" href="${this.href(node)}"><code>${node.name}</code></a>`;
  }

  /** With commas between them, or `none` in a quieter colour. */
  list(nodes: readonly PageNode[], none: string): Markup {
    if (nodes.length === 0) return markup`<span class="quiet">${none}</span>`;
    return markup`${nodes.map((node, index) => markup`${index > 0 && ', '}${this.to(node)}`)}`;
  }
}

export const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Anchor of a part of a schema, e.g. `payload.items.sku`; `part` is `payload` or `headers`. */
export const fieldAnchor = (part: string, path: string): string =>
  [part, ...path.split('.')]
    .map((step) => step.replaceAll('[]', '').replaceAll(/[^\p{L}\p{N}_*-]+/gu, '_'))
    .filter((step) => step !== '')
    .join('.');
