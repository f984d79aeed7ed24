import { firstLineOf } from '../errors.js';
import type { System } from '../start/system.js';
import { red } from '../terminal/colours.js';
import { affectedServices } from './affected-services.js';

/** Restarts services whose compiled code changed, but only while everything compiles. */
export class Restarts {
  readonly #system: System;
  readonly #projectFolder: string;
  readonly #say: (line: string) => void;
  readonly #changed = new Set<string>();
  #running = Promise.resolve();

  constructor(fields: { system: System; projectFolder: string; say: (line: string) => void }) {
    this.#system = fields.system;
    this.#projectFolder = fields.projectFolder;
    this.#say = fields.say;
  }

  /** Remembers what changed until `flush`. */
  add(files: readonly string[]): void {
    for (const file of files) this.#changed.add(file);
  }

  /** One restart after the other; what changes meanwhile is for the next one. */
  flush(): Promise<void> {
    this.#running = this.#running.then(() => this.#restart());
    return this.#running;
  }

  async #restart(): Promise<void> {
    const names = affectedServices(this.#projectFolder, [...this.#changed]);
    this.#changed.clear();
    if (names.length === 0) return;
    const services = [...this.#system.services].filter(([name]) => names.includes(name));
    try {
      await Promise.all(services.map(([, service]) => service.restart()));
      this.#say(`Restarted ${names.join(', ')}.`);
    } catch (error) {
      this.#say(red(firstLineOf(error)));
    }
  }
}
