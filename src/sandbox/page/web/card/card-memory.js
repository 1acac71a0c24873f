/** What a person did to a card and has not sent: typed values, picked choices, opened parts, where the focus stood. */
export class CardMemory {
  constructor() {
    this.values = new Map();
    /** Of dynamic choice sets: the titles fetched so far and their values, by input. */
    this.choices = new Map();
  }

  note(input) {
    if (!input.id) return;
    if (isTypeahead(input)) this.values.set(input.id, input.getFilterForDynamicSearch() ?? '');
    else this.values.set(input.id, input.value ?? '');
  }

  /** A choice that is picked from the list tells nobody; so these are read just before a card is drawn anew. */
  notePicked(card) {
    for (const input of card.getAllInputs(true)) if (isTypeahead(input)) this.note(input);
  }

  fetched(inputId, choices) {
    const known = this.choices.get(inputId) ?? new Map();
    for (const { title, value } of choices) known.set(title, value);
    this.choices.set(inputId, known);
  }

  /** The data of an action with titles of fetched choices turned into their values. */
  resolve(data) {
    if (typeof data !== 'object' || data === null) return data;
    const resolved = { ...data };
    for (const [inputId, known] of this.choices) {
      if (known.has(resolved[inputId])) resolved[inputId] = known.get(resolved[inputId]);
    }
    return resolved;
  }

  /** The card with what was typed put in as the inputs' values. */
  applyTo(card) {
    return JSON.parse(JSON.stringify(card), (_key, part) => this.#fill(part));
  }

  #fill(part) {
    if (typeof part?.type !== 'string' || !part.type.startsWith('Input.') || !this.values.has(part.id)) return part;
    const value = this.values.get(part.id);
    const known = this.choices.get(part.id);
    const filled = { ...part, value: part.type === 'Input.Number' && value !== '' ? Number(value) : value };
    if (known?.has(value)) {
      filled.choices = [...(part.choices ?? []), { title: value, value: known.get(value) }];
    }
    return filled;
  }
}

export function isTypeahead(input) {
  return typeof input.isDynamicTypeahead === 'function' && input.isDynamicTypeahead();
}
