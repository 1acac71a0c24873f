import type { Condition } from '../../device-group.ts';
import type { GroupDefinition } from '../model/group-change.ts';
import { nameKeys } from '../model/name-keys.ts';
import { cut } from '../words/names.ts';

/**
 * Control, direction, zero-width, tag, private and unassigned code points, lone surrogates, variation selectors, blank
 * letters.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\u115F\u1160\u2800\u3164\uFFA0]|\u034F|\u17B4|\u17B5/u;

/** Whether a text holds anything that a reader cannot see, and an approver so could not approve. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** The fault of such a text. */
export const UNSEEN_FAULT =
  'This holds characters that cannot be seen (control, direction or zero-width ones). Type it again by hand.';

/** Our own limit, in characters: Defender publishes none (docs/facts/defender.md#open-points). */
const NAME_MAX = 100;

/** What the ungrouped devices are called; letters only. */
const RESERVED = /^ungrouped(?:devices?|machines?)?(?:default)?(?:group)?$/;

/** A name as it is written to the tenant: one form for each letter, single spaces, none around it. */
export function cleanName(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** What is wrong with a name by itself, one sentence each. */
export function nameTextFaults(text: string): string[] {
  const name = cleanName(text);
  if (name === '') return ['A device group needs a name.'];
  const faults: string[] = [];
  if (hasUnseen(text.trim())) faults.push(UNSEEN_FAULT);
  if (!/[\p{L}\p{N}]/u.test(name)) faults.push('A name needs at least one letter or digit.');
  const length = Array.from(name).length;
  if (length > NAME_MAX) faults.push(`This name has ${length} characters, and ${NAME_MAX} is the most.`);
  if (isReserved(name)) faults.push('This name is kept for the ungrouped devices. Choose another one.');
  return faults;
}

/** Whether a name is, or could be taken for, that of the ungrouped devices. */
export function isReserved(name: string): boolean {
  return nameKeys(name).some((key) => RESERVED.test(key.replace(/[^\p{L}]/gu, '')));
}

/** Our own limit, in characters: Defender publishes none (docs/facts/defender.md#open-points). */
const DESCRIPTION_MAX = 500;

/** A description as it is written to the tenant; it may have several lines. */
export function cleanDescription(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
}

/** What is wrong with a description by itself, one sentence each. */
export function descriptionTextFaults(text: string): string[] {
  const description = cleanDescription(text);
  const faults: string[] = [];
  if (hasUnseen(description.replaceAll('\n', ' '))) faults.push(UNSEEN_FAULT);
  const length = Array.from(description).length;
  if (length > DESCRIPTION_MAX) {
    faults.push(`This description has ${length} characters, and ${DESCRIPTION_MAX} is the most.`);
  }
  return faults;
}

/** Code points of somebody's text that a message repeats. */
const LONGEST = 40;

/** What somebody typed, as a message repeats it. */
export function quoteInput(text: string): string {
  return `"${cut(text.trim(), LONGEST)}"`;
}

/** Conditions as a change carries them. */
export function writable(conditions: readonly Condition[]): GroupDefinition['conditions'] {
  return conditions.map((row) => (row.property === 'os' ? { property: 'os', values: [...row.values] } : { ...row }));
}
