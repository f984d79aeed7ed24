/** The names of all documents, and what a file has to import to use a message or a channel of any of them. */
import type { Channel, ContractSet, Message } from '../model/contract.js';
import { type Imported, imports } from './declared.js';
import { folderNames, type FolderNames, type OwnMessage } from './folder-names.js';
import type { ImportDeclarationStructure } from 'ts-morph';
import { camelCase, NameScope } from './names.js';

export class ContractNames {
  readonly #folders: ReadonlyMap<string, FolderNames>;

  constructor({ documents }: ContractSet) {
    this.#folders = new Map(documents.map((document) => [document.service, folderNames(document)]));
  }

  folder(service: string): FolderNames {
    const names = this.#folders.get(service);
    // checkEmittable refuses contracts in which this could happen.
    if (names === undefined) throw new Error(`There is no document of ${service}.`);
    return names;
  }

  message(channel: Channel, message: Message): OwnMessage {
    const found = this.folder(channel.definedBy).messages.find(
      (one) => one.message === message && one.channel === channel,
    );
    if (found === undefined) throw new Error(`${channel.key} has no message ${message.name}.`);
    return found;
  }

  channel(channel: Channel): string {
    const found = this.folder(channel.definedBy).channels.find((one) => one.channel === channel);
    if (found === undefined) throw new Error(`${channel.definedBy} has no channel ${channel.key}.`);
    return found.name;
  }
}

/** Collects what one file imports from the messages of documents; two things of one name get different ones here. */
export class MessageImports {
  readonly #own: string;
  readonly #scope: NameScope;
  readonly #byService = new Map<string, Map<string, Imported & { readonly alias: string }>>();

  constructor(own: string, taken: readonly string[]) {
    this.#own = own;
    this.#scope = new NameScope(taken);
  }

  /** @returns the name under which the file knows the type */
  type(service: string, name: string): string {
    return this.#use(service, name, name, true);
  }

  /** @returns the name under which the file knows the value */
  value(service: string, name: string): string {
    // Every document has its `messages`; those of others say whose they are.
    const wanted = name === 'messages' && service !== this.#own ? `${camelCase(service)}Messages` : name;
    return this.#use(service, name, wanted, false);
  }

  get declarations(): readonly ImportDeclarationStructure[] {
    return [...this.#byService]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, names]) =>
        imports(service === this.#own ? './messages.js' : `../${service}/messages.js`, [...names.values()]),
      );
  }

  #use(service: string, name: string, wanted: string, isType: boolean): string {
    const names = this.#byService.get(service) ?? new Map<string, Imported & { readonly alias: string }>();
    this.#byService.set(service, names);
    const known = names.get(name);
    if (known !== undefined) return known.alias;
    const alias = this.#scope.claim(wanted);
    names.set(name, { name, alias, isType });
    return alias;
  }
}
