/** What the pages show besides the contracts. Files are read by the command; this is what it found, as data. */
import type { Message } from '../../model/contract.js';

export interface DocsInputs {
  /** The class that handles a message in a service. */
  readonly handlerOf: (service: string, message: Message) => CodePlace | undefined;
  /** What checking an example against its schemas gave; `undefined` if nobody checked it. */
  readonly exampleProblems: (message: Message, index: number) => readonly string[] | undefined;
  /** Link target for a file, seen from the folder of the pages; `undefined` if it cannot be linked. */
  readonly sourceHref: (place: CodePlace) => string | undefined;
  /** How code imports the generated folder of a service, e.g. `@streampact/generated/order-service`. */
  readonly importOf: (service: string) => string;
  /** The style sheet and the script of the pages, as they are. */
  readonly assets: { readonly style: string; readonly script: string };
}

export interface CodePlace {
  /** As in findings: relative to the folder the command runs in, with `/`. */
  readonly file: string;
  readonly line: number;
}
