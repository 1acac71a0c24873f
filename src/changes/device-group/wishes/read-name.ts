import { nameKeys } from '../name-keys.ts';
import { hasUnseen, UNSEEN_FAULT } from './unseen.ts';

/** Our own limit, in characters: Defender publishes none (facts/defender.md E). */
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
