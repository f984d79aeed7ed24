/** File names of pages: stable, safe on every file system, and never two that differ only in case. */

/** Longer ones make paths that some file systems refuse. */
const lettersMax = 80;

/** The names of one folder of pages, without extension. */
export class PageNames {
  readonly #taken = new Set<string>();

  /**
   * @param wanted – the name in the contract
   * @param qualifier – put before it if another page has that name already, e.g. the stream of an event
   */
  claim(wanted: string, qualifier: string): string {
    const name = safe(wanted);
    const candidates = [name, safe(`${qualifier}.${wanted}`)];
    const free = candidates.find((candidate) => !this.#taken.has(keyOf(candidate)));
    if (free !== undefined) return this.#take(free);
    let number = 2;
    while (this.#taken.has(keyOf(`${name}-${number}`))) number += 1;
    return this.#take(`${name}-${number}`);
  }

  #take(name: string): string {
    this.#taken.add(keyOf(name));
    return name;
  }
}

const keyOf = (name: string): string => name.toLowerCase().normalize('NFKC');

const safe = (wanted: string): string => {
  const name = wanted
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, lettersMax);
  if (name === '') return 'unnamed';
  return isReserved.test(name) ? `${name}-page` : name;
};

/** Lists of pages are called index, index-2 and so on; the others are devices on Windows, with any extension. */
const isReserved = /^(?:index(?:-\d+)?|con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
