import { AirlockError } from './errors.ts';
import { msg, say, t } from './language/worded.ts';

/**
 * Why nothing can be stored. `full`: its disk, or what it may use of it; `locked`: another process holds it; `gone`: it
 * cannot be reached, or its file is no longer the one that was opened; `untimed`: its clock is `FAR_APART` from this
 * machine's.
 */
export type StoreTrouble = 'full' | 'read-only' | 'damaged' | 'locked' | 'gone' | 'untimed';

/** The trouble in a clause about the database, and what its operator does, a sentence. */
const WORDS: Readonly<Record<StoreTrouble, { readonly what: string; readonly mend: string }>> = {
  full: { what: msg`the disk is full`, mend: 'Make room on its disk: Airlock then goes on by itself.' },
  'read-only': {
    what: msg`it is read-only`,
    mend: 'Let the user that Airlock runs as write to it again: Airlock then goes on by itself.',
  },
  damaged: {
    what: msg`it is damaged`,
    mend: 'Stop Airlock, keep what is there, and restore a backup: docs/operate.md#restore-a-backup.',
  },
  locked: { what: msg`another process holds it`, mend: 'End that process: Airlock then goes on by itself.' },
  gone: {
    what: msg`it cannot be reached`,
    mend: 'Bring it back. Where it is a file (SQLite) that was replaced while Airlock ran, start Airlock anew.',
  },
  untimed: {
    what: msg`its clock is more than ten minutes from this machine’s`,
    mend: 'Find out which of the two is wrong and who set it, and synchronize both with a time server (NTP): Airlock then goes on by itself.',
  },
};

/**
 * By how much, in ms, the database's clock may differ from this machine's. Whoever owns the database sets its clock,
 * and ages, deadlines and the times that are signed go by it: beyond this neither is believed.
 */
export const FAR_APART = 10 * 60_000;

export function troubleWords(trouble: StoreTrouble): { readonly what: string; readonly mend: string } {
  return WORDS[trouble];
}

/** A table in Markdown, as docs/operate.md shows it. */
export function troubleRows(): string {
  const rows = Object.entries(WORDS).map(([kind, { what, mend }]) => `| \`${kind}\` | ${what} | ${mend} |`);
  return ['| `kind` | of the database | what to do |', '|---|---|---|', ...rows].join('\n');
}

/** The trouble that an error tells of; null where it is about something else. */
export function troubleOf(error: unknown): StoreTrouble | null {
  if (!(error instanceof AirlockError)) return null;
  const { trouble } = error.details;
  return typeof trouble === 'string' && Object.hasOwn(WORDS, trouble) ? (trouble as StoreTrouble) : null;
}

/** Troubles in which a write is certainly undone, and which no minute of waiting ends. */
const UNDONE: ReadonlySet<StoreTrouble> = new Set(['full', 'read-only', 'damaged', 'untimed']);

/**
 * Nothing can be stored.
 * @param reason the code of the driver or of the system, which also goes to the log
 */
export function storeTrouble(trouble: StoreTrouble, reason: string, cause?: unknown): AirlockError {
  const { what } = WORDS[trouble];
  const then = UNDONE.has(trouble)
    ? t`What was just done was not stored. Tell whoever operates Airlock.`
    : t`Look again in a minute before you repeat anything.`;
  return new AirlockError('store-unavailable', t`The database cannot be used now (${reason}: ${say(what)}). ${then}`, {
    cause,
    details: { reason, trouble },
  });
}
