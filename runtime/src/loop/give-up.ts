/** The end of a stop's patience: whoever is still at work is left behind, and what it has open is rolled back. */

/** Work was left behind because the process stops. Says nothing about the message. */
export class GaveUp extends Error {
  constructor() {
    super('the service stops');
    this.name = 'GaveUp';
  }
}

export class GiveUp {
  readonly #atWork = new Set<() => void>();
  #isOver = false;

  /** Nothing new may begin. */
  get isOver(): boolean {
    return this.#isOver;
  }

  now(): void {
    this.#isOver = true;
    for (const leave of this.#atWork) leave();
  }

  /** For a start after a stop. */
  reset(): void {
    this.#isOver = false;
  }

  /** @throws GaveUp – the moment `now` is called; what the work still does is not heard. Else what the work throws. */
  async unless<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const leave = (): void => reject(new GaveUp());
      this.#atWork.add(leave);
      if (this.#isOver) leave();
      work.then(resolve, reject).finally(() => this.#atWork.delete(leave));
    });
  }
}
