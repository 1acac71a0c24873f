import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { announcementSchema } from '../../../requests/record/announcement.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { announcementFault, type SealFault, wordsFault } from '../../bodies/message-seal.ts';
import { toContent } from '../../bodies/read-rows.ts';
import { readBody } from '../../bodies/stored-body.ts';
import type { Sealer } from '../../bodies/task-seal.ts';
import { isNamed } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';
import type { AnnouncementRow, MessageRow, RecordSource } from '../record-source.ts';

/** Whether the service that started last seals the words of every message, as its entry tells. */
export class ToldSealing {
  isTold = false;

  tell({ event, data }: AuditEntry): void {
    if (event === 'service.start') this.isTold = isNamed(data) && data.sealsWords === true;
  }
}

interface Sealing {
  /** Null where the private key is not at hand: then no seal is checked. */
  readonly sealer: Sealer | null;
  readonly keys: PublicKeys | null;
  readonly told: ToldSealing;
}

/** Checks the seals of the words that messages bring, and of what cards tell of whom a request was announced to. */
export async function messageFaults(
  source: Pick<RecordSource, 'messages' | 'announcements'>,
  { sealer, keys, told }: Sealing,
): Promise<readonly RecordFault[]> {
  if (!sealer) return [];
  const faults: RecordFault[] = [];
  for await (const row of source.messages()) {
    const found = inRow(() =>
      wordsFault(row.id, { ...row, content: toContent(row.id, row.content) }, row.content, sealer),
    );
    if (isFault(found, keys, told.isTold && row.dropped === null)) faults.push(fault(`message ${row.id}`, row, WORDS));
  }
  for await (const row of source.announcements()) {
    const id = { table: 'announcements', id: row.request_id };
    const found = inRow(() =>
      announcementFault(row.request_id, readBody(id, row.body, announcementSchema), row.body, sealer),
    );
    if (isFault(found, keys, false)) faults.push(fault('the announcement', row, ANNOUNCED));
  }
  return faults;
}

const WORDS = 'its words are not those that the service sealed when it wrote them';
const ANNOUNCED = 'whom it was announced to is not what the service sealed when it announced it';

function fault(where: string, { request_id: request }: MessageRow | AnnouncementRow, what: string): RecordFault {
  return { where, request, what, mend: KEEP_AND_COMPARE };
}

/** @param isSealed whether the service sealed every row of that kind that it has still to deal with */
function isFault(found: SealFault | null, keys: PublicKeys | null, isSealed: boolean): boolean {
  if (found === null) return false;
  if (found.kind === 'unsealed') return isSealed;
  return found.kind === 'forged' || !(keys?.has(found.keyId) ?? true);
}

/** What cannot be read is not what was sealed. */
function inRow(look: () => SealFault | null): SealFault | null {
  try {
    return look();
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return { kind: 'forged' };
  }
}
