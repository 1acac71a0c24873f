import { createHash } from 'node:crypto';
import type { AuditReport } from '../store/audit/audit-record.ts';
import { counted } from '../store/audit/conclusions.ts';
import type { Restored } from '../store/record/restored.ts';
import { faultLine, verdictOf } from './audit/verdict-lines.ts';
import { quoted } from './typed-again.ts';

type Found = Pick<AuditReport, 'faults' | 'faultCount' | 'entries'>;

/** How many faults are printed and recorded one by one; further ones are counted. */
const NAMED = 20;

/** The faults that the record is to tell of as taken over; null where there are none. */
export function takenOver({ faults, faultCount }: Found): NonNullable<Restored['faults']> | null {
  return faultCount === 0 ? null : { count: faultCount, lines: faults.slice(0, NAMED).map(faultLine) };
}

/** A few digits that stand for exactly these faults: who types them has seen these. */
function digestOfFaults({ faults, faultCount }: Found): string {
  const lines = JSON.stringify([faultCount, ...faults.map(faultLine)]);
  return createHash('sha256').update(lines).digest('hex').slice(0, 16);
}

/** A backup as it was asked for, and the faults that were confirmed; undefined where none were. */
export interface Wanted {
  readonly backup: string;
  /** The options that name the store and its key, as they were typed. */
  readonly named: string;
  readonly confirmed: string | undefined;
}

/**
 * Why a backup is not restored, and what to do: one whose faults Airlock found itself and told is, once its operator
 * has confirmed these, since nothing takes them out of a record again.
 * @returns null where it may be restored
 */
export function refusalOf(report: AuditReport, wanted: Wanted): string | null {
  if (report.entries === 0) return `${verdictOf(report)}\nNothing was restored.\n`;
  if (report.faultCount === 0) return null;
  const others = report.faults.filter(({ isStopped }) => !isStopped);
  const areOld = others.length === 0 && report.faultCount === report.faults.length;
  const digest = digestOfFaults(report);
  if (areOld && wanted.confirmed === digest) return null;
  const named = (areOld ? report.faults : others).slice(0, NAMED).map(faultLine);
  const more = report.faultCount - named.length;
  return [
    ...named,
    ...(more > 0 ? [`... and ${counted(more, 'fault', 'faults')} more.`] : []),
    ...(areOld ? confirmLines(wanted, digest) : [OTHERWISE]),
    'Nothing was restored.\n',
  ].join('\n');
}

function confirmLines({ backup, named, confirmed }: Wanted, digest: string): readonly string[] {
  return [
    ...(confirmed === undefined ? [] : [`--with-faults ${confirmed} does not stand for these faults.`]),
    'Airlock found each of these faults itself and stopped its request. To restore the backup with them, which the record then tells:',
    `  npm run airlock -- restore ${quoted(backup)}${named} --with-faults ${digest} --reason "why"`,
  ];
}

const OTHERWISE =
  'Restore an older backup, one that `audit verify --file FILE` finds no such fault in. Where there is none, mend the copy as each line says, or see docs/operate.md#a-backup-whose-record-has-faults.';
