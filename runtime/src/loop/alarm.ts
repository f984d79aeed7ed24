/** A wait that can be cut short. A ring that nobody waits for ends the next wait at once: none is lost. */
export class Alarm {
  #wake: (() => void) | undefined;
  #hasRung = false;

  ring(): void {
    if (this.#wake) this.#wake();
    else this.#hasRung = true;
  }

  /** Forgets a ring that nobody waited for: what it told of is about to be looked at. */
  clear(): void {
    this.#hasRung = false;
  }

  /** Waits for `ms`, or until it rings, or not at all if `isOver` says so already. A time that has passed while it was computed is no wait. */
  async wait(ms: number, isOver: () => boolean = () => false): Promise<void> {
    if (!isOver() && !this.#hasRung) {
      await new Promise<void>((resolve) => {
        // Node warns on stderr of a negative time, in lines that are no JSON.
        const timer = setTimeout(resolve, Math.max(0, ms));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#hasRung = false;
  }
}
