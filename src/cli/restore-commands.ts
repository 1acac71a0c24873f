import { existsSync, rmSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { readRestoreConfig } from '../service/config/read-config.ts';
import { openWitness, stampOf, witnessRestored } from '../service/keeping/witness-file.ts';
import { AirlockError } from '../shared/errors.ts';
import { tenantId as asTenantId, type TenantId } from '../shared/ids.ts';
import type { Clock } from '../shared/runtime.ts';
import { auditPlace } from '../store/audit/audit-record.ts';
import { counted } from '../store/audit/conclusions.ts';
import { withRecord } from '../store/audit/record-source.ts';
import { givenUpWords } from '../store/audit/told/restorings.ts';
import type { StoreLocation } from '../store/databases/store-location.ts';
import { copyWhole, putInPlace, takeOutOfUse } from '../store/databases/whole-file.ts';
import { type Restoring, restoreRecord } from '../store/operator/restore-record.ts';
import { configuredPlace, readablePlace } from './audit/record-place.ts';
import { signingKeys } from './known-keys.ts';
import type { Out } from './out.ts';
import { refusalOf, takenOver } from './taken-over.ts';
import { quoted, typedAgain } from './typed-again.ts';

/** As they were typed; what was not is absent. */
export interface RestoreOptions {
  /** The database file. */
  readonly file?: string;
  /** That Airlock is to begin anew on an empty store. */
  readonly empty?: boolean;
  /** Where the record ends, as the refusal of `restored` printed it. */
  readonly 'ends-at'?: string;
  /** Why the store was restored, for the record. */
  readonly reason?: string;
  /** The digits that stand for the faults of the backup, as its refusal printed them. */
  readonly 'with-faults'?: string;
  /** The file of the private key that signs the record. */
  readonly key?: string;
}

type Settings = ReturnType<typeof readRestoreConfig>;

const ON_POSTGRES = `The store is on PostgreSQL. Stop every instance, then, as the owner of the tables:

  pg_restore --clean --if-exists --single-transaction --dbname="$DATABASE_OWNER_URL" FILE
  npm run airlock -- restored KEY--reason "why"
`;

/**
 * Puts a backup in the place of the store. It is verified before anything is replaced; what was there is kept.
 * @returns the exit code: 0 where it is in place, 1 where its record is broken, 2 where another tool has to restore
 * @throws AirlockError wrong-state where the service runs, config-invalid, store-unavailable, store-corrupt
 */
export async function restoreBackup(out: Out, backup: string, options: RestoreOptions, clock: Clock): Promise<number> {
  const { file, key } = options;
  const told = toldBy(options);
  const settings = readRestoreConfig();
  const place = placeOf(file, settings);
  if ('url' in place) {
    out.write(
      ON_POSTGRES.replace('FILE', () => quoted(backup)).replace('KEY', () =>
        `${typedAgain(key === undefined ? {} : { key })} `.trimStart(),
      ),
    );
    return 2;
  }
  const source = await readablePlace({ file: backup });
  if (source === null) return 2;
  const keys = signingKeys({ place, settings, key });
  const report = await auditPlace(source, { keys: keys.known, sealer: keys });
  const refusal = refusalOf(report, { backup, named: typedAgain(options), confirmed: options['with-faults'] });
  if (refusal !== null) {
    process.stderr.write(refusal);
    return 1;
  }
  const replaced = takeOutOfUse(place.file);
  const next = `${place.file}.restoring`;
  rmSync(next, { force: true });
  copyWhole(backup, next);
  const at = clock.now();
  const known = { lastGiven: replaced?.lastGiven ?? null, replaced: replaced?.end ?? null, faults: takenOver(report) };
  const restored = await say({ file: next }, settings, { keys, at, ...known, ...told });
  const kept = `${place.file}.before-${stampOf(at)}`;
  const isReplaced = existsSync(place.file);
  putInPlace(next, place.file, kept);
  out.write(`Restored ${backup}: ${counted(report.entries, 'entry', 'entries')}, head ${report.head}.\n`);
  if (isReplaced) out.write(`What was there is kept: ${kept}\n`);
  await tell(out, settings, restored, { keys, at });
  out.write(`Start Airlock: it ends what is open in the backup, and tells everybody. ${LOOK_AT_DEFENDER}\n`);
  return 0;
}

const LOOK_AT_DEFENDER = 'What was applied since, look at in Defender.';

/**
 * Says in the record that the store was restored by another tool, or that it is empty and Airlock begins anew.
 * @returns the exit code
 * @throws AirlockError wrong-state where the service runs, config-invalid, record-broken, store-unavailable,
 * store-corrupt
 */
export async function sayRestored(out: Out, options: RestoreOptions, clock: Clock): Promise<number> {
  const { file, empty, key } = options;
  const told = toldBy(options);
  const settings = readRestoreConfig();
  const place = placeOf(file, settings);
  if (!empty && (await readablePlace(place)) === null) return 2;
  if ('file' in place) takeOutOfUse(place.file);
  const [keys, at] = [signingKeys({ place, settings, key }), clock.now()];
  const faults = empty ? null : takenOver(await auditPlace(place, { keys: keys.known, sealer: keys }));
  const asked = { endsAt: endIn(options), named: typedAgain(options) };
  const known = { lastGiven: null, faults, ...asked, ...(empty && { isEmpty: true }) };
  const restored = await say(place, settings, { keys, at, ...known, ...told });
  await tell(out, settings, restored, { keys, at });
  out.write(
    restored.found === null
      ? 'Start Airlock: it begins with no request. What was applied before, look at in Defender.\n'
      : `Start Airlock: it ends what is open in the store, and tells everybody. ${LOOK_AT_DEFENDER}\n`,
  );
  return 0;
}

/** The longest reason, in characters, and what none may hold: whoever prints the record prints it. */
const REASON = /^[^\p{Cc}\p{Cf}]{1,500}$/u;

/** Who says it, as the machine knows them, and why. @throws AirlockError input-invalid */
export function toldBy({ reason }: Pick<RestoreOptions, 'reason'>): Pick<Restoring, 'by' | 'reason'> {
  if (reason !== undefined && !REASON.test(reason.trim()))
    throw new AirlockError('input-invalid', '--reason takes one line of up to 500 characters.');
  return { by: `${accountName()} on ${hostname()}`, reason: reason?.trim() ?? null };
}

/** @throws AirlockError input-invalid */
function endIn({ 'ends-at': typed }: RestoreOptions): number | null {
  if (typed !== undefined && !/^[1-9]\d{0,15}$/.test(typed))
    throw new AirlockError('input-invalid', '--ends-at takes the number of an entry.');
  return typed === undefined ? null : Number(typed);
}

/** A user without a name, as in a container, has a number. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

function placeOf(file: string | undefined, settings: Settings): StoreLocation {
  return file === undefined ? configuredPlace(settings) : { file: resolve(file) };
}

interface Saying extends Omit<Restoring, 'known' | 'emptyOf'> {
  /** That the operator has confirmed that everything is lost. */
  readonly isEmpty?: boolean;
}

async function say(place: StoreLocation, settings: Settings, { isEmpty = false, ...saying }: Saying) {
  const tenantId = settings.tenantId ?? (await tenantIn(place));
  if (tenantId === null) throw new AirlockError('config-invalid', 'TENANT_ID is not set, and the store is empty.');
  const { known } = await openWitness(settings.witnessFile, saying.keys.known, tenantId);
  const emptyOf = isEmpty ? asTenantId.parse(tenantId) : null;
  return { tenantId, ...(await restoreRecord(place, { ...saying, known, emptyOf })) };
}

/** Whose record it is, by its first entry; null where there is none. */
async function tenantIn(place: StoreLocation): Promise<TenantId | null> {
  return withRecord(place, async (source) => {
    for await (const { tenantId } of source.entries()) return tenantId;
    return null;
  });
}

async function tell(
  out: Out,
  settings: Settings,
  { tenantId, said, head }: Awaited<ReturnType<typeof say>>,
  { keys, at }: Pick<Saying, 'keys' | 'at'>,
): Promise<void> {
  const given = givenUpWords(said);
  if (given !== null) out.write(`${given}\n`);
  if (said.behind) {
    const witness = await openWitness(settings.witnessFile, keys.known, tenantId);
    const kept = await witnessRestored(witness, head, { keys, tenantId, at });
    out.write(`The file of checkpoints is begun anew. What it held is kept: ${kept}\n`);
  } else if (given === null)
    out.write(
      settings.witnessFile === null
        ? 'AUDIT_WITNESS_FILE is not set: nothing tells how many entries were lost.\n'
        : 'The record reaches every checkpoint in AUDIT_WITNESS_FILE. What was lost since the last one, nothing tells.\n',
    );
  if (said.faults) {
    out.write(`Taken over with ${counted(said.faults.count, 'fault', 'faults')}:\n`);
    for (const line of said.faults.lines) out.write(`  ${line}\n`);
  }
  out.write(`New requests are numbered from #${said.numbers.to + 1}. The record tells of it (entry ${head.seq}).\n`);
}
