import { readRecordConfig } from '../../service/config/read-config.ts';
import { demoKeyFile } from '../../service/keeping/demo-key.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime.ts';
import { type AuditOptions, auditPlace, auditRecord } from '../../store/audit/audit-record.ts';
import { withRecord } from '../../store/audit/record-source.ts';
import type { StoreLocation } from '../../store/databases/store-location.ts';
import { knownKeys, sealerOf } from '../known-keys.ts';
import type { Out } from '../out.ts';
import { parseExport, type TypedOptions } from './export-options.ts';
import { assertRecorded, exportRecord } from './export-record.ts';
import { textOf } from './named-file.ts';
import { writeOut } from './out-file.ts';
import { ownCheckpoints } from './own-checkpoints.ts';
import { readLog } from './read-log.ts';
import { recordPlace } from './record-place.ts';
import { verdictLines } from './verdict-lines.ts';

/** As they were typed; what was not is absent. */
export interface RecordOptions {
  /** The database file. */
  readonly file?: string;
  /** A file of public keys, or of a private one. */
  readonly key?: string;
  /** A file of checkpoints. */
  readonly witness?: string;
  readonly head?: string;
  /** A file of the service's own log; `-` for standard input. */
  readonly log?: string;
}

export interface WriteOptions extends RecordOptions, TypedOptions {
  /** The file to write. */
  readonly out?: string;
}

/**
 * Checks the whole record.
 * @returns the exit code: 0 when it is intact, 1 when not or empty, 2 where there is none to read or nothing to check
 * it with
 * @throws AirlockError input-invalid, config-invalid, store-unavailable, store-corrupt
 */
export async function auditVerify(out: Out, options: RecordOptions): Promise<number> {
  const asked = await askedFor(options);
  if (asked === null) return 2;
  const report = await auditPlace(asked.place, asked.compared);
  for (const line of verdictLines(report)) out.write(`${line}\n`);
  if (report.faultCount > 0 || report.entries === 0) return 1;
  return report.unchecked > 0 ? 2 : 0;
}

/**
 * Writes the record, or a part of it. What is wrong with it goes to standard error.
 * @returns the exit code: 1 where the record is broken, 2 where there is none to read
 * @throws AirlockError input-invalid, config-invalid, store-unavailable, store-corrupt
 */
export async function auditExport(out: Out, options: WriteOptions, clock: Clock): Promise<number> {
  const chosen = parseExport(options);
  const asked = await askedFor(options);
  if (asked === null) return 2;
  const { place, compared, read } = asked;
  const write = (to: Out) =>
    withRecord(place, async (source) => {
      await assertRecorded(source, chosen.selection);
      await exportRecord(source, to, { ...compared, ...chosen, clock });
      return auditRecord(source, compared);
    });
  const found = options.out === undefined ? await write(out) : await writeOut(options.out, read, write);
  if (found.faultCount === 0) return 0;
  // The service may have begun to write while a file was read as one that nobody writes to.
  const report = await auditPlace(place, compared);
  for (const line of report.faultCount > 0 ? verdictLines(report) : []) process.stderr.write(`${line}\n`);
  return report.faultCount > 0 ? 1 : 0;
}

interface Asked {
  readonly place: StoreLocation;
  readonly compared: AuditOptions;
  /** Files that are read, or may be. */
  readonly read: readonly string[];
}

/** Where the record is, and what to compare it with; null where there is none to read. */
async function askedFor({ file, key, witness, head, log }: RecordOptions): Promise<Asked | null> {
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new AirlockError(
      'input-invalid',
      '--head needs the 64 hexadecimal digits that an earlier verification printed.',
    );
  }
  const settings = readRecordConfig();
  const place = await recordPlace(file ?? null, settings);
  if (place === null) return null;
  const keys = knownKeys({ place, settings, key });
  const own = witness === undefined ? await ownCheckpoints(file, settings) : {};
  if (witness !== undefined && keys.size === 0) {
    throw new AirlockError('input-invalid', '--witness needs the key that signed the checkpoints: name it with --key.');
  }
  const noted = {
    ...(witness === undefined ? own : { witness: textOf('--witness', witness) }),
    ...(head !== undefined && { head }),
    ...(log !== undefined && { log: await readLog(log) }),
  };
  const { recordKeyFile, recordOldKeysFile, witnessFile } = settings;
  const named = [key, witness, log, recordKeyFile, recordOldKeysFile, witnessFile].filter(
    (one) => typeof one === 'string',
  );
  return {
    place,
    compared: {
      keys: keys.size === 0 ? null : keys,
      sealer: sealerOf({ place, settings, key }),
      ...noted,
    },
    read: [...named, ...filesOf(place)],
  };
}

/** A database, and what SQLite and the demo keep beside it. */
function filesOf(place: StoreLocation): readonly string[] {
  if (!('file' in place)) return [];
  return [...['', '-wal', '-shm', '-journal'].map((end) => `${place.file}${end}`), demoKeyFile(place.file)];
}
