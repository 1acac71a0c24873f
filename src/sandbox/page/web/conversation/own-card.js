/** Milliseconds until a view that could not be had is asked for again: twice as long each time, up to the longest. */
const PAUSE = 1_000;
const LONGEST = 30_000;

/**
 * Gets one person's own view of one message: asked for whenever it is due and seen, and again until it is there,
 * whatever becomes of a call for it.
 */
export class OwnCard {
  #element;
  #scroller;
  #ask;
  /** The version of the message whose view is being got; null where none is due. */
  #version = null;
  #failures = 0;
  #observer;
  #pause;

  /** @param ask asks once; what came of it is shown, and so told by `due` or `settled`, before it settles */
  constructor(element, scroller, ask) {
    this.#element = element;
    this.#scroller = scroller;
    this.#ask = ask;
  }

  /** This version has a view that is to be asked for. */
  due(version) {
    if (this.#version === version) return;
    this.settled();
    this.#version = version;
    this.#watch();
  }

  /** Nothing is to be asked for. */
  settled() {
    this.#version = null;
    this.#failures = 0;
    this.#observer?.disconnect();
    clearTimeout(this.#pause);
  }

  /** Asks once the element comes into view inside the scroller. */
  #watch() {
    this.#observer = new IntersectionObserver(
      (entries, observer) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        this.#get(this.#version);
      },
      { root: this.#scroller },
    );
    this.#observer.observe(this.#element);
  }

  async #get(version) {
    await this.#ask();
    if (this.#version !== version) return;
    const pause = Math.min(LONGEST, PAUSE * 2 ** this.#failures);
    this.#failures += 1;
    this.#pause = setTimeout(() => this.#watch(), pause);
  }
}
