import type { readRecordConfig } from '../../service/config/read-config.ts';
import { witnessText } from '../../service/keeping/notes-read.ts';
import type { AuditOptions } from '../../store/audit/audit-record.ts';
import { isElsewhere } from './record-place.ts';

/**
 * The checkpoints in AUDIT_WITNESS_FILE, with which every command that judges a record compares it where no other file
 * of checkpoints is named: hard for the store of the settings, and as far as it reaches for a copy of it.
 * @param file as it was typed; undefined for the store of the settings
 * @throws AirlockError config-invalid where that file cannot be read
 */
export async function ownCheckpoints(
  file: string | undefined,
  settings: ReturnType<typeof readRecordConfig>,
): Promise<Pick<AuditOptions, 'witness' | 'isCopy'>> {
  if (settings.witnessFile === null) return {};
  return { witness: await witnessText(settings.witnessFile), isCopy: isElsewhere(file, settings) };
}
