import type { AuditReport } from '../../store/audit/audit-record.ts';
import { counted } from '../../store/audit/conclusions.ts';
import type { RecordFault } from '../../store/audit/record-fault.ts';

/** One fault in one line: where, which request, what, and what to do. */
export function faultLine({ where, request, what, mend }: RecordFault): string {
  const place = request === null ? where : `${where}, ${request}`;
  return `${place}: ${what}. ${mend}`;
}

/** What an audit says, one line each: every fault, the verdict, and what it does not prove. */
export function verdictLines(report: AuditReport): readonly string[] {
  const { faults, faultCount } = report;
  const more = faultCount - faults.length;
  return [
    ...faults.map(faultLine),
    ...(more > 0 ? [`... and ${more} faults more.`] : []),
    faultCount === 0 ? `${verdictOf(report)} Head: ${report.head}` : verdictOf(report),
    ...report.restorings.map((one) => `Restored: ${one}`),
    ...report.clocks.map((one) => `Clock: ${one}`),
    ...provenLines(report),
  ];
}

/** What an audit has shown, and what it could not check or show, one line each. */
export function provenLines({ proven, open }: AuditReport): readonly string[] {
  return [...proven.map((one) => `Proven: ${one}`), ...open.map((one) => `Not proven: ${one}`)];
}

/** The verdict in a sentence or two. */
export function verdictOf({ faultCount, entries, requests, unchecked, unsigned }: AuditReport): string {
  if (faultCount === 0 && unchecked > 0)
    return `No fault was found, but the signatures of ${counted(unchecked, 'entry', 'entries')} were not checked: name the key with --key, or set RECORD_KEY_FILE.`;
  if (faultCount === 0 && entries === 0)
    return 'Nothing is proven: the record has no entry. Before the first start of the service that is so; after it, somebody removed everything. Compare it with a checkpoint or a head (audit verify, --witness or --head), or with a backup.';
  if (faultCount === 0 && unsigned === entries)
    return 'No fault was found, but no entry is signed: whoever can write to the database can write them all anew.';
  if (faultCount === 0)
    return `The record is intact: ${counted(entries, 'entry', 'entries')}, ${counted(requests, 'request', 'requests')}.`;
  return `The record is broken: ${counted(faultCount, 'fault', 'faults')} in ${counted(entries, 'entry', 'entries')} and what is stored beside them.`;
}
