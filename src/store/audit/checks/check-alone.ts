import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import type { StepEntry } from '../read-entry.ts';
import { ASK_WHO_DID, nameOf, type RecordFault } from '../record-fault.ts';
import type { KnownPolicies } from '../step-rules.ts';
import type { Story } from '../story.ts';

/** For how long scans on one person's word count together, in ms; and what may lie between counting and the entry. */
const TOGETHER = 24 * 3_600_000;
const SLIGHT = 60_000;

/** Steps by which an emergency is owed no longer, whatever comes after. */
const SETTLING: readonly string[] = ['ratify', 'ratify-failed', 'ratify-unknown', 'undone'];

/** States in which nothing was done. */
const NOTHING_DONE: readonly string[] = ['draft', 'discarded', 'rejected', 'withdrawn', 'expired', 'stale'];

/** By which an emergency of which nobody could tell is owed no longer, since two people said so in a request. */
export const SETTLED = 'emergency.settled';

const settled = z.looseObject({ number: z.int() });

interface Scan {
  readonly at: number;
  readonly devices: number;
}

/**
 * What each person did on their word alone, over all requests: nobody begins an emergency while they owe for another,
 * and the scans of a day stay within what the policy lets go ahead so.
 */
export class CheckedAlone {
  /** The requests by which somebody owes, by their account. */
  readonly #owed = new Map<string, Map<string, number>>();
  readonly #settled = new Set<string>();
  /** Emergencies of which nothing was done, so far. */
  readonly #free = new Set<string>();
  /** Emergencies that a request which two people decided on is about to call settled, by their numbers. */
  readonly #said = new Set<number>();
  readonly #scans = new Map<string, readonly Scan[]>();

  /** @param story as it was before the step */
  tell(story: Story, step: StepEntry, policies: KnownPolicies): readonly RecordFault[] {
    const whats = step.event === 'proceed' ? this.#begun(story, step, policies) : [];
    if (step.event !== 'proceed') this.#follow(story, step);
    const reach = step.event === 'start' ? story.submitted?.reach : null;
    if (reach && 'settles' in reach) this.#said.add(reach.settles);
    const request = nameOf({ id: story.id, number: step.facts.number });
    return whats.map((what) => ({ where: `entry ${step.entry.seq}`, request, what, mend: ASK_WHO_DID }));
  }

  /** Takes in an entry that calls an emergency settled. */
  settle({ seq, data }: AuditEntry): readonly RecordFault[] {
    const number = settled.safeParse(data).data?.number ?? null;
    for (const owed of this.#owed.values())
      for (const [id] of [...owed].filter(([, other]) => other === number)) {
        owed.delete(id);
        this.#settled.add(id);
      }
    if (number !== null && this.#said.delete(number)) return [];
    const what = 'it calls an emergency settled, and no request by which two people say so was being stored';
    return [{ where: `entry ${seq}`, request: nameOf({ id: null, number }), what, mend: ASK_WHO_DID }];
  }

  #begun({ id, requester, submitted }: Story, { entry, facts }: StepEntry, policies: KnownPolicies): readonly string[] {
    const owed = this.#owed.get(requester.oid) ?? new Map<string, number>();
    if (facts.alone === 'emergency') {
      const [first] = [...owed].flatMap(([other, number]) => (other === id ? [] : [number]));
      this.#owed.set(requester.oid, owed.set(id, facts.number));
      return first === undefined
        ? []
        : [`it went ahead as an emergency while whoever began it owed an approval for #${first}`];
    }
    const reach = submitted?.reach;
    if (!reach || !('scanned' in reach)) return [];
    const recent = (this.#scans.get(requester.oid) ?? []).filter(({ at }) => at > entry.at - TOGETHER + SLIGHT);
    const all = [...recent, { at: entry.at, devices: reach.scanned }];
    this.#scans.set(requester.oid, all);
    const sum = all.reduce((total, { devices }) => total + devices, 0);
    const most = policies.aloneOf(submitted?.policyVersion ?? '')?.scansAlone ?? sum;
    return sum <= most
      ? []
      : [
          `with it scans of ${sum} devices were ordered on one person’s word within a day; the policy in force allows ${most}`,
        ];
  }

  /** An emergency of which nothing was done owes nothing, until something shows after all. */
  #follow({ id, requester }: Story, { event, facts }: StepEntry): void {
    const owed = this.#owed.get(requester.oid);
    if (!owed?.has(id) && !this.#free.has(id)) return;
    if (SETTLING.includes(event)) this.#settled.add(id);
    const isOpen = !this.#settled.has(id) && facts.debt !== 'none' && !NOTHING_DONE.includes(facts.to);
    if (isOpen) owed?.set(id, facts.number);
    else owed?.delete(id);
    if (!isOpen && !this.#settled.has(id)) this.#free.add(id);
  }
}
