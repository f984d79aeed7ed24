/** Which types a value can have at most, if a literal is true of it: what another type is asked for need not be looked into. */
import { type Literal, type Terms, type ValueType, valueTypes, typeOfValue } from './terms.js';

type Types = ReadonlySet<ValueType>;

const every: Types = new Set(valueTypes);

export class TypesOf {
  readonly #known = new Map<Literal, Types>();

  constructor(readonly terms: Terms) {}

  /** Never too few. */
  of(literal: Literal): Types {
    const known = this.#known.get(literal);
    if (known !== undefined) return known;
    // What a term that contains itself comes to is not followed.
    this.#known.set(literal, every);
    const found = this.#find(literal);
    this.#known.set(literal, found);
    return found;
  }

  #find(literal: Literal): Types {
    const term = this.terms.get(Math.abs(literal));
    const isPositive = literal > 0;
    switch (term.kind) {
      case 'types':
        return new Set(valueTypes.filter((type) => term.types.includes(type) === isPositive));
      case 'values':
        return isPositive ? new Set(term.values.map(typeOfValue)) : every;
      case 'not':
        return this.of(isPositive ? -term.of : term.of);
      case 'all':
        return isPositive ? this.#common(term.of) : this.#joined(term.of.map((id) => -id));
      case 'any':
        return isPositive ? this.#joined(term.of) : this.#common(term.of.map((id) => -id));
      case 'one':
        return isPositive ? this.#joined(term.of) : every;
      default:
        return every;
    }
  }

  #joined(literals: readonly Literal[]): Types {
    return new Set(literals.flatMap((literal) => [...this.of(literal)]));
  }

  #common(literals: readonly Literal[]): Types {
    const all = literals.map((literal) => this.of(literal));
    return new Set(valueTypes.filter((type) => all.every((types) => types.has(type))));
  }
}
