import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { KEEP_AND_COMPARE, type RecordFault } from './record-fault.ts';
import type { KnownAlone, KnownPolicies } from './step-rules.ts';
import { type Story, vouchedFor } from './story.ts';

/** Absent in what was recorded before anything could go ahead on one person's word: then nothing could. */
const deviceActs = z.looseObject({ scansAlone: z.int(), emergency: z.array(z.string()) });
const policy = z.looseObject({ quorum: z.int().min(1), deviceActs: deviceActs.optional() });
const started = z.looseObject({ policyVersion: z.string(), policy });
const changed = z.looseObject({ to: z.string(), policy });

const NOTHING_ALONE: KnownAlone = { scansAlone: 0, emergency: [] };

/** The policies that the service says it was started with. */
export class Policies implements KnownPolicies {
  readonly #quorums = new Map<string, number>();
  readonly #alone = new Map<string, KnownAlone>();

  learn({ event, data }: AuditEntry): void {
    if (event === 'service.start') this.#add(started.safeParse(data).data);
    const change = event === 'policy.changed' ? changed.safeParse(data).data : undefined;
    if (change) this.#add({ policyVersion: change.to, policy: change.policy });
  }

  #add(known: z.infer<typeof started> | undefined): void {
    if (!known) return;
    this.#quorums.set(known.policyVersion, known.policy.quorum);
    const { deviceActs } = known.policy;
    if (deviceActs) this.#alone.set(known.policyVersion, deviceActs);
  }

  quorumOf(policyVersion: string): number | null {
    return this.#quorums.get(policyVersion) ?? null;
  }

  aloneOf(policyVersion: string): KnownAlone | null {
    return this.#alone.get(policyVersion) ?? (this.#quorums.has(policyVersion) ? NOTHING_ALONE : null);
  }
}

const sealing = z.looseObject({
  count: z.int(),
  head: z.string(),
  requests: z.array(z.looseObject({ id: z.string(), rev: z.int(), stored: z.string() })),
});

/**
 * Takes in what a sealing says: the unsigned entries before it, and the rows of the requests that were open then, for
 * which it vouches from now on.
 */
export function takeSealing(
  entry: AuditEntry,
  before: { readonly seq: number; readonly hash: string },
  stories: Map<string, Story>,
): readonly RecordFault[] {
  const at = { where: `entry ${entry.seq}`, request: null, mend: KEEP_AND_COMPARE };
  const sealed = sealing.safeParse(entry.data).data;
  if (!sealed) return [{ ...at, what: 'it does not say what it seals' }];
  const faults: RecordFault[] = [];
  if (sealed.count !== before.seq || sealed.head !== before.hash)
    faults.push({ ...at, what: `it seals ${sealed.count} entries, and not those that stand before it` });
  for (const { id, rev, stored } of sealed.requests) {
    const story = stories.get(id);
    if (story?.rev === rev) stories.set(id, vouchedFor(story, stored));
    else
      faults.push({
        ...at,
        request: id,
        what: `it found a row at rev ${rev}, and the entries told of ${story?.rev ?? 'none'}`,
      });
  }
  return faults;
}
