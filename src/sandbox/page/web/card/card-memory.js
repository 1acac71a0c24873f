/** What a person entered into a card and has not sent: typed values, picked choices. */
export class CardMemory {
  constructor() {
    this.values = new Map();
    /** Choices that a search returned, by input; no card has them yet. */
    this.choices = new Map();
  }

  note(input) {
    if (input.id) this.values.set(input.id, input.value ?? '');
  }

  fetched(inputId, choices) {
    const known = this.choices.get(inputId) ?? new Map();
    for (const choice of choices) known.set(choice.value, choice);
    this.choices.set(inputId, known);
  }

  /**
   * Handles a card that answers an action with inputs: forgets the sent values, except for inputs that are empty again
   * in the new card.
   */
  settle(card) {
    const empty = new Set();
    JSON.stringify(card, (_key, part) => {
      if (isInput(part) && part.value === undefined) empty.add(part.id);
      return part;
    });
    for (const id of [...this.values.keys()]) if (!empty.has(id)) this.values.delete(id);
  }

  /** The card with the typed texts as its inputs' values. */
  applyTo(card) {
    return JSON.parse(JSON.stringify(card), (_key, part) => this.#fill(part));
  }

  #fill(part) {
    if (!isInput(part) || !this.values.has(part.id)) return part;
    const value = this.values.get(part.id);
    const filled = { ...part, value: part.type === 'Input.Number' && value !== '' ? Number(value) : value };
    const known = this.choices.get(part.id);
    if (!known) return filled;
    const present = new Set(part.choices.map((choice) => choice.value));
    const picked = value.split(',').flatMap((one) => (known.has(one) && !present.has(one) ? [known.get(one)] : []));
    return { ...filled, choices: [...part.choices, ...picked] };
  }
}

function isInput(part) {
  return typeof part?.type === 'string' && part.type.startsWith('Input.');
}
