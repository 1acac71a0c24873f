import { readRecordConfig } from '../service/config/read-config.ts';
import { openWitness } from '../service/keeping/witness-file.ts';
import { AirlockError } from '../shared/errors.ts';
import type { Clock } from '../shared/runtime.ts';
import { CheckedTimes } from '../store/audit/checks/check-times.ts';
import { withRecord } from '../store/audit/record-source.ts';
import { takeOutOfUse } from '../store/databases/whole-file.ts';
import { sayClock } from '../store/operator/say-clock.ts';
import { recordPlace } from './audit/record-place.ts';
import { signingKeys } from './known-keys.ts';
import type { Out } from './out.ts';
import { toldBy } from './restore-commands.ts';

/** As they were typed; what was not is absent. */
export interface ClockOptions {
  /** The database file. */
  readonly file?: string;
  /** The file of the private key that signs the record. */
  readonly key?: string;
  /** The number of the entry that verify names. */
  readonly entry?: string;
  /** Why the clock was put right, for the record. */
  readonly reason?: string;
}

/**
 * Says in the record that a clock was put right before an entry whose time lies before that of an earlier one: from
 * then on verify tells what was said, and no fault.
 * @returns the exit code: 0 when it is said, 2 where there is no record
 * @throws AirlockError input-invalid where no time ran back there; wrong-state where the service runs on the file;
 * record-broken where the record does not reach a checkpoint in AUDIT_WITNESS_FILE; config-invalid,
 * store-unavailable, store-corrupt
 */
export async function sayClockPutRight(out: Out, options: ClockOptions, clock: Clock): Promise<number> {
  const entry = entryIn(options);
  const { by = '', reason = null } = toldBy(options);
  const settings = readRecordConfig();
  const place = await recordPlace(options.file ?? null, settings);
  if (place === null) return 2;
  const keys = signingKeys({ place, settings, key: options.key });
  if ('file' in place) takeOutOfUse(place.file);
  const { hash, tenantId } = await withRecord(place, async (source) => {
    const times = new CheckedTimes();
    let first: string | null = null;
    for await (const one of source.entries()) {
      first ??= one.tenantId;
      times.tell(one);
    }
    return { hash: times.hashOf(entry), tenantId: first ?? '' };
  });
  if (hash === null)
    throw new AirlockError(
      'input-invalid',
      `The time of entry ${entry} lies before that of no earlier entry. Nothing was said.`,
    );
  const { known } = await openWitness(settings.witnessFile, keys.known, tenantId);
  const seq = await sayClock(place, keys, { entry, hash, by, reason, at: clock.now(), known });
  out.write(`Said in entry ${seq}: the clock was put right before entry ${entry}. Verify tells it from now on.\n`);
  return 0;
}

/** @throws AirlockError input-invalid */
function entryIn({ entry = '' }: ClockOptions): number {
  if (/^[1-9]\d{0,15}$/.test(entry)) return Number(entry);
  throw new AirlockError('input-invalid', '--entry takes the number of an entry, as audit verify prints it.');
}
