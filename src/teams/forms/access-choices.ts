import type { Form } from '../../requests/form.ts';

/** The groups with access that a form names: those that its card lets one choose, and the others, which it keeps. */
export interface AccessChoices {
  /** Values are separated by commas, so none holds one. */
  readonly shown: readonly { readonly name: string; readonly value: string }[];
  readonly hidden: readonly string[];
}

/** A group that is known goes by its id, whether it was typed or chosen. */
export function accessChoices({ wish, choices }: Form, most: number): AccessChoices {
  const entries = new Map((wish.fields.access ?? []).map((entry) => choiceOf(entry, choices.access)));
  const all = [...entries].map(([value, name]) => ({ value, name }));
  const shown = all.filter(({ value }) => !value.includes(',')).slice(0, most);
  return { shown, hidden: all.filter((one) => !shown.includes(one)).map(({ value }) => value) };
}

function choiceOf(entry: string, known: Form['choices']['access']): readonly [value: string, name: string] {
  const named = known.filter(({ name }) => name.toLowerCase() === entry.toLowerCase());
  const found = known.find(({ id }) => id === entry.toLowerCase()) ?? (named.length === 1 ? named[0] : undefined);
  return found ? [found.id, found.name] : [entry, entry];
}
