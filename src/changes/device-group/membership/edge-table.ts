const NONE = -1;
const FIELDS = 3;
/** Few, since small fleets are matched often, and it doubles as it fills. */
const FIRST_SLOTS = 64;

/**
 * A map from (state, symbol) to state, with open addressing over one typed array. A Map with combined keys was
 * measured: it took half as long again for a whole evaluation. The size depends on the number of edges, so no alphabet
 * is too large.
 */
export class EdgeTable {
  #slots = newSlots(FIRST_SLOTS);
  #last = FIRST_SLOTS - 1;
  #size = 0;

  /** The state that the symbol leads to, or -1. */
  get(state: number, symbol: number): number {
    const slots = this.#slots;
    for (let slot = hash(state, symbol) & this.#last; ; slot = (slot + 1) & this.#last) {
      const at = slot * FIELDS;
      const held = slots[at];
      if (held === NONE) return NONE;
      if (held === state && slots[at + 1] === symbol) return slots[at + 2] ?? NONE;
    }
  }

  /** Adds an edge that does not exist yet. */
  add(state: number, symbol: number, to: number): void {
    if (++this.#size * 2 > this.#last) this.#double();
    this.#place(state, symbol, to);
  }

  #place(state: number, symbol: number, to: number): void {
    let slot = hash(state, symbol) & this.#last;
    while (this.#slots[slot * FIELDS] !== NONE) slot = (slot + 1) & this.#last;
    this.#slots.set([state, symbol, to], slot * FIELDS);
  }

  #double(): void {
    const old = this.#slots;
    this.#last = this.#last * 2 + 1;
    this.#slots = newSlots(this.#last + 1);
    for (let at = 0; at < old.length; at += FIELDS) {
      const state = old[at] ?? NONE;
      if (state !== NONE) this.#place(state, old[at + 1] ?? 0, old[at + 2] ?? NONE);
    }
  }
}

function newSlots(count: number): Int32Array {
  return new Int32Array(count * FIELDS).fill(NONE);
}

function hash(state: number, symbol: number): number {
  const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
