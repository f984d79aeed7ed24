/** What a service adds to /health/ready beyond its database and its events. Never `down`: it can serve without. */
export interface Contribution {
  readonly status: 'up' | 'degraded';
  readonly [field: string]: unknown;
}

export class HealthContributors {
  readonly #contributors = new Map<string, () => Contribution>();

  /** @param name – the key in the answer, e.g. `mail` */
  add(name: string, contribute: () => Contribution): void {
    this.#contributors.set(name, contribute);
  }

  all(): readonly (readonly [string, Contribution])[] {
    return [...this.#contributors].map(([name, contribute]) => [name, contribute()]);
  }
}
