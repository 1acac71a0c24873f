import type { Selectable } from 'kysely';
import type { AuditEntry, AuditFacts } from '../../requests/ports/audit-entry.ts';
import type { Task } from '../../requests/ports/outbox.ts';
import type { Json } from '../../shared/json.ts';
import { type Filed, filedIn, isAsked } from '../bodies/task-seal.ts';
import { doesNotHold } from '../record/broken-record.ts';
import { CHAIN_START, isNamed, NOTHING_WALKED, type Walked, walkOn } from '../record/entry.ts';
import { RESTORED } from '../record/restored.ts';
import type { KnownHead } from '../record/seen-head.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { readAudit } from './entry-rows.ts';

/** For how long a seal counts, in ms: longer than what somebody asked may wait, so that no old copy is done. */
const WAITS_AT_MOST = 7_200_000;

/** How many finished tasks an instance keeps in mind. */
const KEPT = 10_000;

/** Entries that are read at once. */
const PAGE = 200;

/** The last entry of the record. */
export async function headOf(db: Db): Promise<KnownHead> {
  const row = await db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row ? { seq: Number(row.seq), hash: row.hash } : { seq: 0, hash: CHAIN_START };
}

/** Kinds that may lead to a draft, or to somebody's word in the record: that they did not is told, too. */
const LEADING: readonly Task['kind'][] = ['draft', 'check-form', 'revert', 'sight'];

/**
 * The entries that end a task. Where somebody had asked for it, the first tells which task that was; where nothing else
 * is to be told, one says that it was answered. A task that nobody had asked for leaves none.
 */
export function tellingTask(
  audit: readonly AuditFacts[],
  task: Task | null | undefined,
  at: number | undefined,
): readonly AuditFacts[] {
  if (!task || !isAsked(task.kind) || task.unproven !== undefined) return audit;
  const [first, ...others] = audit;
  if (first) return isNamed(first.data) ? [{ ...first, data: { ...first.data, task: task.key } }, ...others] : audit;
  if (!LEADING.includes(task.kind)) return [];
  const data = { kind: task.kind, task: task.key };
  const own = { tenantId: task.tenantId, actor: 'service', requestId: null };
  return [{ ...own, at: at ?? task.dueAt, event: 'ask.answered', data }];
}

/** The key of the task that an entry tells to be done; null where it tells of none. */
export function toldTask({ data }: { readonly data: Json }): string | null {
  return isNamed(data) && typeof data.task === 'string' ? data.task : null;
}

/**
 * Knows which of the tasks that somebody asked for were done already, whatever their rows say: by the record, which
 * tells of each that led to an entry, and by what this instance did itself.
 */
export class DoneWork {
  readonly #keys = new Set<string>();

  add(task: Task | null): void {
    if (!task || !isAsked(task.kind)) return;
    this.#keys.add(task.key);
    const [oldest] = this.#keys;
    if (this.#keys.size > KEPT && oldest !== undefined) this.#keys.delete(oldest);
  }

  /**
   * Why a task whose seal holds is not done; null where it is.
   * @throws AirlockError record-broken where the record lacks what it had when the task was filed
   */
  async faultOf(db: Db, row: Selectable<Tables['tasks']>, now: number): Promise<NonNullable<Task['unproven']> | null> {
    if (!isAsked(row.kind)) return null;
    if (this.#keys.has(row.key)) return 'done';
    const filed = filedIn(row);
    if (filed === null) return 'unsealed';
    if (now > filed.at + WAITS_AT_MOST) return 'late';
    if (await isGivenUp(db, filed)) return 'late';
    for (const entry of await entriesSince(db, filed)) if (toldTask(entry) === row.key) return 'done';
    return null;
  }
}

/** Whether the record no longer reaches where it ended when the task was filed, and an operator said so since. */
async function isGivenUp(db: Db, { seq, hash }: Filed): Promise<boolean> {
  const [at] = seq === 0 ? [] : await readAudit(db, seq, 1);
  if (seq === 0 || (at?.seq === seq && at.hash === hash)) return false;
  const restored = db.selectFrom('audit').select('seq').where('event', '=', RESTORED).where('seq', '<=', seq);
  return (await restored.limit(1).executeTakeFirst()) !== undefined;
}

async function entriesSince(db: Db, { seq, hash }: Filed): Promise<readonly AuditEntry[]> {
  const later: AuditEntry[] = [];
  let walked = await walkedTo(db, { seq, hash });
  for (let more = true; more; ) {
    const page = await readAudit(db, walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const entry of page) {
      const next = walkOn(walked, entry, null);
      if (typeof next === 'string') throw doesNotHold(next);
      walked = next;
      later.push(entry);
    }
  }
  return later;
}

async function walkedTo(db: Db, { seq, hash }: KnownHead): Promise<Walked> {
  if (seq === 0) return NOTHING_WALKED;
  const [at] = await readAudit(db, seq, 1);
  if (at?.seq !== seq || at.hash !== hash) throw doesNotHold(`entry ${seq} is not the one that it had`);
  return { seq, hash, keyId: at.keyId, retired: [] };
}
