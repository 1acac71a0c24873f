import { hasUnseen, UNSEEN_FAULT } from './unseen.ts';

/** Our own limit, in characters: Defender publishes none (facts/defender.md E). */
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
