import type { Fault } from '../../changes/change-kind.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { LENGTHS, type ShownText, sanitise } from '../cards/parts/shown-text.ts';

/** The most sentences shown at one input, and at none. */
const MOST = 2;

/** The faults of a form by the input they belong to. Colour is never the only sign. */
export class FormFaults {
  readonly #faults: readonly Fault[];
  readonly #told = new Set<Fault>();

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  get count(): number {
    return this.#faults.length;
  }

  at(field: string): readonly ShownText[] {
    return this.#tell((fault) => fault.field === field);
  }

  /** The faults of the condition at this index of the input, whatever part of it is wrong. */
  atCondition(place: number): readonly ShownText[] {
    return this.#tell(({ field }) => isOf(field, place));
  }

  hasCondition(place: number): boolean {
    return this.#faults.some(({ field }) => isOf(field, place));
  }

  /** The faults that no input has shown; call it last. */
  rest(): readonly ShownText[] {
    return this.#tell(() => true);
  }

  #tell(isMeant: (fault: Fault) => boolean): readonly ShownText[] {
    const meant = this.#faults.filter((fault) => !this.#told.has(fault) && isMeant(fault));
    for (const fault of meant) this.#told.add(fault);
    return meant.slice(0, MOST).map(({ message }) => sanitise(`✕ ${sayNote(message)}`, LENGTHS.message));
  }
}

function isOf(field: string, place: number): boolean {
  return field === `conditions.${place}` || field.startsWith(`conditions.${place}.`);
}
