import { msg, say, t } from '../../../shared/language/worded.ts';
import { nameKeys } from '../../../shared/name-keys.ts';
import type { Condition } from '../../device-group.ts';
import type { GroupDefinition } from '../model/group-change.ts';
import { cut } from '../words/names.ts';

/**
 * Control, direction, zero-width, tag, private and unassigned code points, lone surrogates, variation selectors, blank
 * letters.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\u115F\u1160\u2800\u3164\uFFA0\u{13441}\u{13442}\u{1D159}]|\u034F|\u17B4|\u17B5/u;

/** Whether a text contains anything invisible, which an approver could not judge. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** The fault of a text with invisible characters. */
export const UNSEEN_FAULT = msg`This contains invisible characters (control, direction or zero-width ones). Type it again by hand.`;

/** Our own limit, in characters: Defender publishes none (docs/facts/defender.md#open-points). */
const NAME_MAX = 100;

/** Names of the ungrouped devices; letters only. */
const RESERVED = /^ungrouped(?:devices?|machines?)?(?:default)?(?:group)?$/;

/** A name as it is written to the tenant: each letter in one normal form, single spaces, trimmed. */
export function cleanName(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** The faults of a name that show without a tenant, one sentence each. */
export function nameTextFaults(text: string): string[] {
  const name = cleanName(text);
  if (name === '') return [t`A device group needs a name.`];
  const faults: string[] = [];
  if (hasUnseen(text.trim())) faults.push(say(UNSEEN_FAULT));
  if (!/[\p{L}\p{N}]/u.test(name)) faults.push(t`Airlock takes only names with a letter or digit.`);
  const length = Array.from(name).length;
  if (length > NAME_MAX) faults.push(t`This name has ${length} characters; Airlock takes at most ${NAME_MAX}.`);
  if (isReserved(name)) faults.push(t`Airlock keeps this name for the ungrouped devices. Choose another one.`);
  return faults;
}

/** Whether a name is that of the ungrouped devices, or could be mistaken for it. */
export function isReserved(name: string): boolean {
  return nameKeys(name).some((key) => RESERVED.test(key.replace(/[^\p{L}]/gu, '')));
}

/** Our own limit, in characters: Defender publishes none (docs/facts/defender.md#open-points). */
const DESCRIPTION_MAX = 500;

/** A description as it is written to the tenant. It may have several lines. */
export function cleanDescription(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
}

/** The faults of a description that show without a tenant, one sentence each. */
export function descriptionTextFaults(text: string): string[] {
  const description = cleanDescription(text);
  const faults: string[] = [];
  if (hasUnseen(description.replaceAll('\n', ' '))) faults.push(say(UNSEEN_FAULT));
  const length = Array.from(description).length;
  if (length > DESCRIPTION_MAX) {
    faults.push(t`This description has ${length} characters; Airlock takes at most ${DESCRIPTION_MAX}.`);
  }
  return faults;
}

/** How much of a typed text a message quotes, in code points. */
const LONGEST = 40;

/** Quotes in a message what somebody typed. */
export function quoteInput(text: string): string {
  return `"${cut(text.trim(), LONGEST)}"`;
}

/** Copies conditions into the form that a change holds. */
export function writable(conditions: readonly Condition[]): GroupDefinition['conditions'] {
  return conditions.map((row) => (row.property === 'os' ? { property: 'os', values: [...row.values] } : { ...row }));
}
