import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AirlockError, isAirlockError, TELL_THE_OPERATOR } from '../../shared/errors.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { unknownKeyFault } from './entry.ts';

/**
 * The record itself is not as it was written: no setting mends that, and neither does a start. Once it is found it is
 * noted beside the record, and stays so until an operator says that the store was restored.
 * @param words a sentence that users may see; it is noted in English
 */
export function brokenRecord(words: () => string, details: Readonly<Record<string, unknown>> = {}): AirlockError {
  const found = inEnglish(words).replace(` ${TELL_THE_OPERATOR}`, '');
  return new AirlockError('record-broken', words(), { details: { ...details, found } });
}

/** Whether an error says that the record itself is not as it was written. */
export function staysBroken(error: unknown): error is AirlockError & { readonly details: { readonly found: string } } {
  return isAirlockError(error, 'record-broken') && typeof error.details.found === 'string';
}

/** @param fault a clause about the record, or about one of its entries */
export function doesNotHold(fault: string): AirlockError {
  return brokenRecord(() => t`The record does not hold together: ${fault}. Tell whoever operates Airlock.`);
}

/**
 * The same, of a fault that a walk along the record met. Where its entry is signed with a key that no setting names,
 * the setting may be what is wrong.
 */
export function walkBroken(fault: string, entry: Pick<AuditEntry, 'seq' | 'keyId'>): AirlockError {
  if (fault !== unknownKeyFault(entry)) return doesNotHold(fault);
  return new AirlockError(
    'record-broken',
    `The record does not hold together: ${fault}. If it is your old key, name its .pub.pem in RECORD_OLD_KEYS_FILE; else keep the database as it is, and find out who could write to it.`,
  );
}
