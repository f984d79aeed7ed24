/** A wait that can be cut short. */
export class Alarm {
  #wake: (() => void) | undefined;

  /** Ends the wait that is under way, if there is one. */
  ring(): void {
    this.#wake?.();
  }

  /** Waits for `ms`, or until it rings, or not at all if `isOver` says so already. */
  async wait(ms: number, isOver: () => boolean = () => false): Promise<void> {
    if (isOver()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
