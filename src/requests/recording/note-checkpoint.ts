import { t } from '../../shared/language/worded.ts';
import { logAlways } from '../../shared/runtime.ts';
import type { NoticeData } from '../messages/answers.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import type { NewOutboxMessage, NewTask, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { OutboxBatch } from '../ports/store.ts';
import type { SignedCheckpoint } from '../ports/witness.ts';
import { newTask } from '../rules/advance.ts';
import { approvalChannel } from '../rules/setting-owner.ts';

const DAY = 86_400_000;

/** The checkpoint of the day (UTC) of this time; its key makes it one a day, however many instances file it. */
export function checkpointTask(services: Pick<Services, 'tenantId' | 'clock'>, at: number): NewTask {
  const key = `checkpoint:${dayOf(at)}`;
  return newTask(services, 'checkpoint', { key, dueAt: at, correlation: key });
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * Notes outside the database how far the record has come: signed, in the log, in the approval channel if there is one,
 * and in AUDIT_WITNESS_FILE. Files the next day's checkpoint. A task of a day that has passed makes none, and files
 * today's instead.
 * @throws AirlockError record-broken where the record does not hold together since the last checkpoint: none is made
 */
export async function checkpointRecord(services: Services, task: Task): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const today = dayOf(now);
  if (task.key !== `checkpoint:${today}`)
    return store.send({ messages: [], tasks: [checkpointTask(services, now)], completes: task });
  const next = checkpointTask(services, Date.parse(`${today}T00:00:00Z`) + DAY);
  await makeCheckpoint(services, { tasks: [next], completes: task });
}

/** How long after the last one a checkpoint is overdue, in ms: a day and an hour for the task of the day. */
const OVERDUE = DAY + 3_600_000;

/** For how long one instance alone may make an overdue one, in ms. */
const MAKING = 600_000;

/** After this long, in ms, nobody waits for another instance that says that it makes one. */
const PATIENCE = 3_600_000;

/**
 * Makes a checkpoint where the record itself has none for more than a day, whatever tasks and leases in the database
 * say.
 * @throws AirlockError record-broken
 */
export async function makeOverdueCheckpoint(services: Services): Promise<void> {
  const { store, clock, log, ids } = services;
  const last = (await store.latestEntry('record.checkpoint')) ?? (await store.latestEntry('service.start'));
  const now = clock.now();
  if (!last || now - last.at <= OVERDUE) return;
  const isAlone = await store.acquire('overdue-checkpoint', ids.next(), now, MAKING);
  if (!isAlone && now - last.at <= OVERDUE + PATIENCE) return;
  log.error({ since: new Date(last.at).toISOString() }, 'checkpoint overdue, though its task is not: it is made now');
  await makeCheckpoint(services, { tasks: [], completes: null });
}

/**
 * Notes in the log and in AUDIT_WITNESS_FILE how far the record has come, where more entries than these came after the
 * checkpoint of the day: at a start and at a stop. The record itself holds one a day, and no channel is told. Never
 * throws: that none was made is logged.
 */
export async function noteBetween({ store, tenantId, log, witness }: Services, entries: number): Promise<void> {
  try {
    const { count, head, note } = await store.checkpoint(tenantId);
    const last = (await store.latestEntry('record.checkpoint'))?.seq ?? 0;
    if (count - last <= entries) return;
    logAlways(log, { count, head, checkpoint: note }, 'record checkpoint at a start or stop');
    await witness.add(note);
  } catch (error) {
    log.error({ err: error }, 'checkpoint not made');
  }
}

async function makeCheckpoint(services: Services, batch: Pick<OutboxBatch, 'tasks' | 'completes'>): Promise<void> {
  const { store, clock, log, tenantId } = services;
  const now = clock.now();
  const made = await store.checkpoint(tenantId);
  const { count, head, note, accounts, facts, channel } = made;
  const data = { count, head, note, accounts, facts, channel };
  logAlways(log, { count, head, checkpoint: note }, 'record checkpoint');
  await store.send({
    ...batch,
    messages: await channelMessages(services, dayOf(now), made),
    audit: [{ tenantId, at: now, event: 'record.checkpoint', actor: 'service', requestId: null, data }],
  });
  await noteOutside(services);
}

async function channelMessages(
  services: Services,
  today: string,
  { count, head, note }: SignedCheckpoint,
): Promise<readonly NewOutboxMessage[]> {
  const channel = await approvalChannel(services);
  if (!channel) return [];
  const words = (): NoticeData => ({
    tone: 'info',
    title: t`The record on ${today}: ${count} entries`,
    text: t`Head: ${head}. Keep this message: with it, \`audit verify --head ${head}\` shows whether entries were cut off or replaced since. Signed note: ${note.trim().split(/\n+/).join(' / ')}`,
  });
  const keyOf = (place: string) => `checkpoint:${today}:${place}`;
  return noticesTo(services, { tenantId: services.tenantId, places: [channel.conversation], keyOf }, words);
}

/**
 * Brings AUDIT_WITNESS_FILE up to the latest checkpoint, whichever instance made it and wherever that one was killed.
 * Never throws: a file that cannot be written is logged.
 */
export async function noteOutside({ store, witness, log }: Services): Promise<void> {
  try {
    const entry = await store.latestEntry('record.checkpoint');
    const data = entry?.data;
    if (typeof data === 'object' && data !== null && 'note' in data) await witness.add(String(data.note));
  } catch (error) {
    log.error({ err: error }, 'checkpoint not written to the witness file');
  }
}
