import { existsSync, readFileSync } from 'node:fs';
import { readRecordConfig } from '../service/config/read-config.ts';
import { AirlockError } from '../shared/errors.ts';
import type { Clock } from '../shared/runtime.ts';
import { type RecordSource, withRecord } from '../store/audit/record-source.ts';
import type { StoreLocation } from '../store/databases/store-location.ts';
import { sealRecord } from '../store/operator/seal-record.ts';
import { notesIn } from '../store/record/checkpoint.ts';
import { recordPlace } from './audit/record-place.ts';
import { signingKeys } from './known-keys.ts';
import type { Out } from './out.ts';
import { typedAgain } from './typed-again.ts';

/** As they were typed; what was not is absent. */
export interface SealOptions {
  /** The database file. */
  readonly file?: string;
  /** The head that the operator seals. */
  readonly head?: string;
  /** The file of the private key that is to sign from now on. */
  readonly key?: string;
}

/**
 * Seals a record that a release wrote which did not sign. Without a head it only prints what it would seal.
 * @returns the exit code: 0 when it is sealed, 1 where the head is still to be named, 2 where there is no record
 * @throws AirlockError input-invalid, config-invalid, record-broken, store-unavailable, store-corrupt
 */
export async function sealByOperator(out: Out, options: SealOptions, clock: Clock): Promise<number> {
  const { file, head, key } = options;
  const settings = readRecordConfig();
  const place = await recordPlace(file ?? null, settings);
  if (place === null) return 2;
  const keys = signingKeys({ place, settings, key });
  await assertNoCheckpoint(settings.witnessFile, place);
  const { seq, hash } = await sealRecord(place, { keys, head: head ?? null, at: clock.now() });
  if (head !== undefined) {
    out.write(`Sealed: ${seq} entries, head ${hash}. Changes show from now on; those of before do not.\n`);
    return 0;
  }
  out.write(
    `The record has ${seq} entries without a signature. Head: ${hash}\n` +
      'Compare both with an export or a verification of before. Whoever could write to the database could write them, too.\n' +
      `To vouch for them: npm run airlock -- record-seal${typedAgain(options)} --head ${hash}\n`,
  );
  return 1;
}

/** Only a release that signs makes checkpoints. A record that still has signatures lost none to them. */
async function assertNoCheckpoint(witness: string | null, place: StoreLocation): Promise<void> {
  if (witness === null || !existsSync(witness) || notesIn(readFileSync(witness, 'utf8')).length === 0) return;
  if (await withRecord(place, hasSignature)) return;
  throw new AirlockError(
    'record-broken',
    'AUDIT_WITNESS_FILE has checkpoints, so this record was signed before, and somebody took its signatures away. It is not sealed: keep the database, and find out who could write to it.',
  );
}

async function hasSignature(source: RecordSource): Promise<boolean> {
  for await (const { keyId, signature } of source.entries()) if (keyId !== null || signature !== null) return true;
  return false;
}
