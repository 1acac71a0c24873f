import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { CHAIN_START } from '../../record/entry.ts';
import { endGivenUp, goesOnAfter, type Restored, restoredIn } from '../../record/restored.ts';
import { counted } from '../conclusions.ts';

/** One line about an entry by which an operator said that the store was restored; null for any other entry. */
export function restoringLine(entry: AuditEntry): string | null {
  const words = restoringWords(entry);
  return words === null ? null : `entry ${entry.seq}, ${new Date(entry.at).toISOString()}: ${words}`;
}

/** What such an entry says: from where on the record goes on, what was given up, who said so and why. */
export function restoringWords(entry: Pick<AuditEntry, 'seq' | 'previous' | 'event' | 'data'>): string | null {
  const said = restoredIn(entry);
  if (said === null) return null;
  const { numbers, broken, faults, by, reason } = said;
  const parts = [
    goesOn(entry, said),
    givenUp(entry, said),
    broken ? `It was found broken on ${new Date(broken.at).toISOString()}: ${broken.why}` : null,
    faults ? `Taken over with ${counted(faults.count, 'fault', 'faults')}: ${faults.lines.join(' ')}` : null,
    numbers.to > numbers.from ? `The numbers #${numbers.from + 1} to #${numbers.to} are given to no request.` : null,
    by ? `Said by ${by}.` : null,
    `Reason: ${reason || 'none given'}.`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

function goesOn(entry: Pick<AuditEntry, 'seq' | 'previous'>, said: Restored): string {
  const { count, head } = goesOnAfter(entry, said);
  if (head === CHAIN_START) return 'The record begins anew.';
  return `The record goes on after entry ${count} (head ${head}).`;
}

function givenUp(entry: Pick<AuditEntry, 'seq' | 'previous'>, said: Restored): string {
  const known = givenUpWords({ ...said, after: goesOnAfter(entry, said) });
  return known ?? 'Nothing noted how far it had come before, so how much was given up is not known.';
}

/** How many entries are given up, by all that was noted of the record; null where nothing tells of any. */
export function givenUpWords(said: Restored): string | null {
  const far = endGivenUp(said);
  if (far === null) return null;
  const lost = far.count - (said.after?.count ?? 0);
  const what = lost > 0 ? counted(lost, 'entry', 'entries') : 'entries in whose place it holds others';
  return `Given up: ${what}; before, it had ${counted(far.count, 'entry', 'entries')} (head ${far.head}).`;
}
