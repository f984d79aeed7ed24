/** What channels, operations and messages of an older document are called in version 3, and where they came from. */
import type { ConvertOptions } from '@asyncapi/converter';
import type { JsonValue, SourceNode } from '../model/source.js';
import { childOf } from './source-tree.js';

type Generator = NonNullable<NonNullable<ConvertOptions['v2tov3']>['idGenerator']>;

export class ConversionIds {
  /** Old path by new pointer, e.g. `/channels/users/publish` for `/operations/receiveUsers`. */
  readonly #paths = new Map<string, readonly string[]>();
  /** Messages that have an id already, by channel and id. */
  readonly #messages = new Map<string, string>();

  /** Called by the converter for each thing it names. */
  readonly generator: Generator = ({ kind, key, path, object, parentId = '' }) => {
    const old = path.map(String);
    const [below, channel = ''] = old[0] === 'components' ? old.slice(1) : old;
    const root = old[0] === 'components' ? '/components' : '';
    if (kind === 'channel') {
      const id = textOf(object, 'x-channelId') ?? String(key);
      this.#paths.set(pointer(root, 'channels', id), old);
      return id;
    }
    if (kind === 'operation') {
      const id = textOf(object, 'operationId') ?? `${key === 'publish' ? 'receive' : 'send'} ${parentId}`;
      this.#paths.set(pointer(root, 'operations', id), [...old, String(key)]);
      return id;
    }
    const id = this.#messageId(`${String(below)} ${channel}`, object, `${parentId} message`);
    this.#paths.set(`message ${id} of ${pointer(root, 'channels', channel)}`, old);
    return id;
  };

  /** @returns what stands at `pointer` of the converted document, as it was written; `undefined` if nothing was moved there */
  sourceOf(newPointer: string, root: SourceNode): SourceNode | undefined {
    const path = this.#paths.get(newPointer) ?? this.#messagePath(newPointer);
    let node: SourceNode | undefined = path === undefined ? undefined : root;
    for (const part of path ?? []) node = node === undefined ? undefined : childOf(node, part);
    return node;
  }

  #messagePath(newPointer: string): readonly string[] | undefined {
    const [channel, id] = newPointer.split('/messages/', 2);
    const path = channel === undefined || id === undefined ? undefined : this.#paths.get(channel);
    if (path === undefined || id === undefined) return undefined;
    const root = path[0] === 'components' ? '/components' : '';
    return this.#paths.get(`message ${unescape(id)} of ${pointer(root, 'channels', path.at(-1) ?? '')}`);
  }

  /** Two messages of one channel may be called the same; one that is there twice keeps one id. */
  #messageId(channel: string, message: Readonly<Record<string, JsonValue>>, otherwise: string): string {
    const reference = textOf(message, '$ref')?.split('/').at(-1);
    const wanted = reference ?? textOf(message, 'messageId') ?? textOf(message, 'name') ?? otherwise;
    const content = JSON.stringify(message);
    for (let number = 1; ; number += 1) {
      const id = number === 1 ? wanted : `${wanted}${number}`;
      const known = this.#messages.get(`${channel} ${id}`);
      if (known !== undefined && known !== content) continue;
      this.#messages.set(`${channel} ${id}`, content);
      return id;
    }
  }
}

const textOf = (object: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
};

const pointer = (root: string, ...parts: readonly string[]): string =>
  [root, ...parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');

const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
