import type { Store } from '../../../requests/ports/store.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import { FAR_APART, troubleOf, troubleWords } from '../../../shared/store-trouble.ts';
import type { AuditReport } from '../../../store/audit/audit-record.ts';
import type { KnownHead } from '../../../store/record/seen-head.ts';
import { SEAL_OR_ASK } from '../../../store/record/unsealed.ts';
import { faultLine } from '../../audit/verdict-lines.ts';
import type { Check, ServiceContext } from '../context.ts';

export const store: Check<ServiceContext> = {
  id: 'store',
  title: 'Store',
  async run(context) {
    const { place, schema, obstacle, open, audit, witness } = context.store;
    const state = await schema();
    if (state.kind === 'absent') return [absent(place, await obstacle(), await knownOf(witness))];
    if (state.newer.length > 0) {
      const why = `It contains ${state.newer.join(', ')}, which this version does not know; Airlock would refuse to start.`;
      return [
        failure(
          `${place} was written by a newer version`,
          why,
          'Start the newer version, or restore the backup made before it.',
        ),
      ];
    }
    if (state.missing.length > 0)
      return [
        ok(
          `${place} will get ${state.missing.join(', ')} at the next start; make a backup first, and run the doctor again afterwards`,
        ),
        ...[unsignedFinding((await audit()).faults)].filter((one) => one !== null),
      ];
    const opened = await open();
    try {
      return await examine(opened, context);
    } finally {
      await opened.close();
    }
  },
};

async function examine(opened: Store, { config, clock, store: of }: ServiceContext): Promise<readonly Finding[]> {
  const skew = skewOf(await opened.time(), clock.now());
  const isWritable = await writable(opened, of.place);
  return [isWritable, ...skew, ...record(await of.audit(), config), ...(await appendOnly(of.mayRewrite))];
}

/**
 * @param why no database can be created there; null where one can
 * @param noted how far a checkpoint says that the record had come
 */
function absent(place: string, why: string | null, noted: KnownHead | null): Finding {
  if (noted !== null) return gone(place, noted.seq);
  if (why === null) return ok(`${place} will be created at the first start`);
  return failure(
    `${place} cannot be created: ${why}`,
    'Airlock stores requests and the record there.',
    'Set DATA_DIR to a folder that Airlock can write to.',
  );
}

/** Null also where the file is not sound: another check says so. */
async function knownOf(witness: ServiceContext['store']['witness']): Promise<KnownHead | null> {
  try {
    return (await witness?.known()) ?? null;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return null;
  }
}

/** @param entries how many entries the file of checkpoints says that the record had */
function gone(place: string, entries: number): Finding {
  return failure(
    `${place} is not there, and a checkpoint says that its record had ${entries} entries`,
    'Airlock would refuse to start: the database is gone, or another one is named.',
    'Name the database that was in use, or restore it: docs/operate.md#back-up-and-restore.',
  );
}

const UNTOLD = { what: 'it does not say why', mend: 'Let the user that Airlock runs as write there.' };

async function writable(opened: Store, place: string): Promise<Finding> {
  try {
    await opened.ping();
    return ok(`${place} can be written to and is up to date`);
  } catch (error) {
    const trouble = troubleOf(error);
    const { what, mend } = trouble === null ? UNTOLD : troubleWords(trouble);
    return failure(`${place} cannot be written to: ${what}`, 'Nobody can ask for or approve anything.', mend);
  }
}

/** How far clocks may differ, in ms, before it is said. */
const SLIGHT = 2_000;

/** Instances go by the database's time, so a wrong clock of a machine harms little, and is to be put right. */
function skewOf(theirs: number | null, own: number): readonly Finding[] {
  if (theirs === null || Math.abs(own - theirs) <= SLIGHT) return [];
  const seconds = Math.round(Math.abs(own - theirs) / 1_000);
  const { mend } = troubleWords('untimed');
  if (Math.abs(own - theirs) > FAR_APART)
    return [
      failure(
        `the clock of this machine is ${seconds} seconds ${own > theirs ? 'ahead of' : 'behind'} the database's`,
        'Nobody can tell what time it is, so Airlock would store nothing: ages, deadlines and the times in the record go by it.',
        mend,
      ),
    ];
  return [
    warning(
      `the clock of this machine is ${seconds} seconds ${own > theirs ? 'ahead of' : 'behind'} the database's`,
      "Airlock goes by the database's, so times on cards and in the record are that clock's.",
      'Synchronize both machines with a time server (NTP).',
    ),
  ];
}

/** What is to say of the record, and of the key that is to sign it. */
function record(report: AuditReport, config: ServiceContext['config']): readonly Finding[] {
  const { keyId } = config.record.keys;
  const found = soundness(report);
  if (!report.retired.includes(keyId)) return [found];
  return [
    found,
    failure(
      `RECORD_KEY_FILE (or RECORD_KEY) holds an old key of the record (${keyId}), which gave way to another`,
      'Airlock would refuse to start: an old key never signs again.',
      'Set it to the newer key: docs/operate.md#rotate.',
    ),
  ];
}

async function appendOnly(mayRewrite: () => Promise<boolean>): Promise<readonly Finding[]> {
  if (!(await mayRewrite())) return [];
  return [
    warning(
      'the role of the service may change the record',
      'Whoever takes the service over could remove entries. Their signatures would show it only afterwards.',
      'Let another role own the tables: docs/operate.md#let-another-role-own-the-tables.',
    ),
  ];
}

/** A record that its operator may have to seal. */
function unsignedFinding(faults: AuditReport['faults']): Finding | null {
  const found = faults.find(({ mend }) => mend === SEAL_OR_ASK);
  return found ? failure(`${found.where}: ${found.what}`, 'The service does not start on it.', found.mend) : null;
}

/** Everything that `audit verify` checks; it prints each fault. */
export function soundness({ faults, faultCount, entries, requests }: AuditReport): Finding {
  const [first] = faults;
  const unsigned = unsignedFinding(faults);
  if (unsigned && faultCount === 1) return unsigned;
  if (!first && entries === 0)
    return ok('the record has no entry yet; after the first start, this means that all were removed');
  if (!first) return ok(`the record is intact: ${entries} entries`);
  if (entries === 0 && requests === 0)
    return failure(
      `the store is empty: ${faultLine(first)}`,
      'The service does not start on it.',
      'Name the database that was in use (DATA_DIR, DATABASE_URL, a volume that is not mounted), or restore a backup; where everything is lost and Airlock is to begin anew: `npm run airlock -- restored --empty --reason "why"`. See docs/operate.md#an-empty-store-where-there-was-one.',
    );
  return failure(
    `the record is broken, ${faultCount} ${faultCount === 1 ? 'fault' : 'faults'}: ${faultLine(first)}`,
    'Somebody or something changed what must never change.',
    'If you restored a backup, see docs/operate.md#restore-a-backup; else keep the database as it is, run audit verify for every fault, and find out who could write to it.',
  );
}
