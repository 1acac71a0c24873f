import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { RequestEvent } from '../../requests/record/transitions.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import { readValue } from '../bodies/stored-body.ts';
import { sha256 } from '../record/entry.ts';
import { type ReadEntry, readEntry } from './read-entry.ts';
import { KEEP_AND_COMPARE, type RecordFault } from './record-fault.ts';
import type { SettingRow } from './record-source.ts';

export const CHANNEL = 'approval-channel';
export const CHANNEL_LEFT = 'channel.left';

const asked = z.looseObject({
  kind: z.literal(CHANNEL),
  conversation: z.string(),
  label: z.string(),
  to: z.enum(['on', 'off']),
});
const about = z.looseObject({ change: z.looseObject({ kind: z.literal(CHANNEL) }) });
const left = z.looseObject({ conversation: z.string() });
const stored = z.looseObject({ conversation: z.string(), label: z.string() }).nullable();

type Asked = z.infer<typeof asked>;
type Channel = { readonly conversation: string; readonly label: string } | null;

const WRITTEN: readonly RequestEvent[] = ['record-outcome', 'reconcile-applied', 'already-in-place', 'surface'];

/** The channel for approvals as the entries tell it: which requests set it, and when it was left. */
export class ToldChannel {
  #channel: Channel = null;
  /** What requests would set it to, by their ids. */
  readonly #asked = new Map<string, Asked>();
  /** Those that are being written, or may have been. */
  readonly #writing = new Set<string>();

  copy(): ToldChannel {
    const told = new ToldChannel();
    told.#channel = this.#channel;
    for (const [id, change] of this.#asked) told.#asked.set(id, change);
    for (const id of this.#writing) told.#writing.add(id);
    return told;
  }

  /** SHA-256 (hex) over what was told. */
  digest(): string {
    const asked = [...this.#asked].sort(([one], [other]) => (one < other ? -1 : 1));
    const writing = [...this.#writing].sort();
    return sha256(canonical(asJson({ channel: this.#channel, asked, writing })));
  }

  /** Takes in an entry, which may be about anything. @returns whether it is about the channel */
  hear(entry: AuditEntry): boolean {
    const { event, requestId: id, data } = entry;
    const isAsked = id !== null && (this.#asked.has(id) || about.safeParse(data).success);
    if (!isAsked && event !== CHANNEL_LEFT) return false;
    this.tell(readEntry(entry));
    return true;
  }

  tell(read: ReadEntry): void {
    if (read.kind === 'other') this.#leave(read.entry);
    if (read.kind !== 'drafted' && read.kind !== 'step') return;
    const change = asked.safeParse(read.facts.change).data;
    if (change) this.#asked.set(read.id, change);
    if (read.kind === 'step' && this.#asked.has(read.id)) this.#step(read.id, read.event, read.facts.to);
  }

  #leave({ event, data }: AuditEntry): void {
    const conversation = event === CHANNEL_LEFT ? left.safeParse(data).data?.conversation : undefined;
    if (conversation === undefined) return;
    if (this.#channel?.conversation === conversation) this.#channel = null;
    // Whatever is being written may have been written before the channel was left.
    for (const id of this.#writing) if (this.#asked.get(id)?.conversation === conversation) this.#asked.delete(id);
  }

  #step(id: string, event: RequestEvent, to: string): void {
    if (WRITTEN.includes(event)) this.#channel = this.#after(id);
    // What was not shown in time may still be written, by an instance that hangs.
    if (to === 'applying' || to === 'unknown' || event === 'reconcile-failed') this.#writing.add(id);
    else this.#writing.delete(id);
  }

  #after(id: string): Channel {
    const change = this.#asked.get(id);
    const isUsed = change !== undefined && change.conversation === this.#channel?.conversation;
    if (!change || isUsed === (change.to === 'on')) return this.#channel;
    return change.to === 'on' ? { conversation: change.conversation, label: change.label } : null;
  }

  /** Whether this may be the channel that is stored, by the entries so far. */
  leadsTo(channel: Json): boolean {
    return this.#expected().some((one) => canonical(one) === canonical(channel));
  }

  #expected(): readonly Channel[] {
    return [this.#channel, ...[...this.#writing].map((id) => this.#after(id))];
  }

  /** Compares what is stored of Airlock's own settings. */
  faults(rows: readonly SettingRow[], tenant: string | null): readonly RecordFault[] {
    const row = rows.find(({ name, tenant: of }) => name === CHANNEL && of === tenant);
    const read = row ? channelIn(row) : null;
    if (read !== undefined && this.leadsTo(read)) return [];
    const told = this.#channel ? `${this.#channel.label} (${this.#channel.conversation})` : 'none';
    const found = read === undefined ? 'what cannot be read' : (read?.conversation ?? 'none');
    const what = `the channel for approvals is ${found}, and the entries tell of ${told}`;
    return [{ where: 'the settings', request: null, what, mend: KEEP_AND_COMPARE }];
  }
}

/** Undefined where it cannot be read. */
function channelIn({ name, body }: SettingRow): Channel | undefined {
  try {
    const { success, data } = stored.safeParse(readValue({ table: 'settings', id: name }, body));
    if (!success) return undefined;
    return data && { conversation: data.conversation, label: data.label };
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return undefined;
  }
}
