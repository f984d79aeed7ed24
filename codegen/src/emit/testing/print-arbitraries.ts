/** The constants of testing.ts: an arbitrary for each message and for each schema that has a name. */
import type { StatementStructures } from 'ts-morph';
import type { Definition, Group, Plans } from '../../arbitrary/plan.js';
import { constant } from '../declared.js';
import { camelCase, type NameScope } from '../names.js';
import { dateTimeCode, type PrintContext, printPlan } from './print-plan.js';

/** The payload of a message. */
export interface Root {
  /** `undefined`: the contract does not say what the payload is. */
  readonly definition: string | undefined;
  /** Claimed for its arbitrary. */
  readonly name: string;
  readonly type: string;
  /** The message definition, as code. */
  readonly message: string;
}

export interface PrintedArbitraries {
  readonly statements: readonly StatementStructures[];
  readonly usesEqual: boolean;
  /** Functions of the runtime that they call. */
  readonly helpers: readonly string[];
  /** Types of components that they name. */
  readonly types: readonly string[];
}

export const printArbitraries = (
  plans: Plans,
  roots: readonly Root[],
  names: { readonly scope: NameScope; readonly typeNames: ReadonlyMap<string, string> },
): PrintedArbitraries => {
  const printer = new Printer(plans, roots, names);
  const all = [...plans.groups.flatMap((group) => printer.group(group)), ...printer.others()];
  const statements = all.filter((statement) => !printer.isUnused(statement));
  const { helpers, types, usesEqual, usesDateTime } = printer;
  const shared = usesDateTime ? [constant({ name: 'dateTime', isExported: false, initializer: dateTimeCode })] : [];
  return { statements: [...shared, ...statements], usesEqual, helpers: [...helpers], types: [...types] };
};

class Printer {
  readonly helpers = new Set<string>();
  readonly types = new Set<string>();
  usesEqual = false;
  usesDateTime = false;
  readonly #roots: readonly Root[];
  readonly #constants = new Map<string, string>();
  readonly #typeNames: ReadonlyMap<string, string>;
  readonly #scope: NameScope;
  /** Definitions by their statements, of those that are not exported. */
  readonly #unexported = new Map<StatementStructures, string>();
  readonly #referenced = new Set<string>();

  constructor(
    plans: Plans,
    roots: readonly Root[],
    { scope, typeNames }: { readonly scope: NameScope; readonly typeNames: ReadonlyMap<string, string> },
  ) {
    this.#roots = roots;
    this.#scope = scope;
    this.#typeNames = typeNames;
    for (const { definition, name } of roots) {
      if (definition !== undefined && !this.#constants.has(definition)) this.#constants.set(definition, name);
    }
    for (const { id, name } of plans.groups.flatMap(({ definitions }) => definitions)) {
      if (this.#constants.has(id)) continue;
      this.#constants.set(id, scope.claim(name === undefined ? 'partArbitrary' : `${camelCase(name)}Arbitrary`));
    }
  }

  group(group: Group): readonly StatementStructures[] {
    const possible = group.definitions.filter(({ plan, id }) => plan.kind !== 'impossible' || this.#rootOf(id));
    if (!group.isRecursive) return possible.map((one) => this.#declaration(one, this.#plan(one)));
    return possible.length === 0 ? [] : this.#recursive(group, possible);
  }

  /** Messages that share a payload with one before, or have none. */
  others(): readonly StatementStructures[] {
    return this.#roots.flatMap((root) => {
      const first = root.definition === undefined ? undefined : this.#constants.get(root.definition);
      if (first === root.name) return [];
      return [this.#ofMessage(root, first ?? 'fc.jsonValue()', first !== undefined)];
    });
  }

  #recursive({ leaves }: Group, members: readonly Definition[]): readonly StatementStructures[] {
    const [first] = members;
    const named = this.#constants.get(first?.id ?? '') ?? 'part';
    const stem = named.replace(/Arbitrary(\d*)$/, '$1');
    const tied = this.#scope.claim(`${stem}Recursion`);
    const keys = new Map(
      members.map(({ id }) => [id, (this.#constants.get(id) ?? id).replace(/Arbitrary(\d*)$/, '$1')]),
    );
    const leafNames = new Map<string, string>();
    const ended = [...leaves].map(([id, leaf]) => {
      const code = printPlan(
        leaf,
        this.#context((to) => leafNames.get(to) ?? this.#referenceTo(to)),
      );
      const name = this.#scope.claim(`${keys.get(id) ?? 'part'}Leaf`);
      leafNames.set(id, name);
      return constant({ name, isExported: false, initializer: code });
    });
    const entries = members.map(({ id, plan }) => {
      const full = printPlan(
        plan,
        this.#context((to) => (keys.has(to) ? `tie(${JSON.stringify(keys.get(to))})` : this.#constantOf(to))),
      );
      const leaf = leafNames.get(id);
      const both = `fc.oneof({ maxDepth: 3, depthIdentifier: ${JSON.stringify(stem)} }, ${leaf ?? full}, ${full})`;
      return `${JSON.stringify(keys.get(id))}: ${plan.kind === 'impossible' ? full : both}`;
    });
    const types = members.map((one) => this.#typeOf(one));
    const isTyped = types.every((type) => type !== undefined);
    for (const type of isTyped ? types : []) this.types.add(type ?? '');
    const argument = isTyped
      ? `<{ ${members.map(({ id }, index) => `${JSON.stringify(keys.get(id))}: ${types[index]}`).join('; ')} }>`
      : '';
    const recursion = constant({
      name: tied,
      isExported: false,
      description: 'Ends after three levels.',
      initializer: `fc.letrec${argument}((tie) => ({ ${entries.join(', ')} }))`,
    });
    const access = ({ id }: Definition): string => `${tied}[${JSON.stringify(keys.get(id))}]`;
    return [...ended, recursion, ...members.map((one) => this.#declaration(one, access(one)))];
  }

  #plan({ plan }: Definition): string {
    return printPlan(
      plan,
      this.#context((to) => this.#referenceTo(to)),
    );
  }

  #declaration(definition: Definition, code: string): StatementStructures {
    const root = this.#rootOf(definition.id);
    if (root !== undefined) {
      if (definition.plan.kind !== 'impossible') return this.#ofMessage(root, code, isExact(definition));
      this.helpers.add('impossible');
      const reason = `${root.type}: ${definition.plan.reason}`;
      return arbitraryOf(root, `impossible(${JSON.stringify(reason)})`);
    }
    const type = this.#typeOf(definition);
    const name = this.#constantOf(definition.id);
    if (type === undefined) {
      const statement = constant({ name, isExported: false, initializer: code });
      this.#unexported.set(statement, definition.id);
      return statement;
    }
    this.types.add(type);
    return constant({ name, type: `fc.Arbitrary<${type}>`, initializer: code });
  }

  #ofMessage(root: Root, code: string, isValid: boolean): StatementStructures {
    if (isValid) return arbitraryOf(root, code);
    this.helpers.add('validFor');
    return arbitraryOf(root, `validFor(${root.message}, ${code})`);
  }

  #typeOf(definition: Definition): string | undefined {
    return isExact(definition) ? this.#typeNames.get(definition.id) : undefined;
  }

  #rootOf(id: string): Root | undefined {
    return this.#roots.find(({ definition }) => definition === id);
  }

  /** Whether only its own recursion uses it, which has it under a name of its own. */
  isUnused(statement: StatementStructures): boolean {
    const id = this.#unexported.get(statement);
    return id !== undefined && !this.#referenced.has(id);
  }

  #referenceTo(id: string): string {
    this.#referenced.add(id);
    return this.#constantOf(id);
  }

  #constantOf(id: string): string {
    const name = this.#constants.get(id);
    if (name === undefined) throw new Error(`${id} has no constant.`);
    return name;
  }

  #context(reference: (id: string) => string): PrintContext {
    return {
      reference,
      use: (shared) => {
        if (shared === 'equal') this.usesEqual = true;
        else this.usesDateTime = true;
        return shared;
      },
    };
  }
}

const isExact = ({ isCertain, isTyped }: Definition): boolean => isCertain && isTyped;

const arbitraryOf = ({ name, type }: Root, initializer: string): StatementStructures =>
  constant({ name, type: `fc.Arbitrary<${type}>`, initializer });
