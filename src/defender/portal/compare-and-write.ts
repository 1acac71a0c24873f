import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { WriteLimits, WriteOutcome } from '../../requests/ports/tenant.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { msg } from '../../shared/language/worded.ts';
import { groupsOf } from './reading/read-groups.ts';
import { type ReadParts, readTenant } from './reading/read-tenant.ts';
import { writeRefusal } from './refusals.ts';
import type { NewGroupPause } from './writes/new-group-pause.ts';
import { carriesExactly, type WireReading, type WireWrite } from './writes/write-plan.ts';
import { writePlanOf } from './writes/write-plans.ts';

export interface WriteParts extends ReadParts {
  readonly newGroups: NewGroupPause;
}

/**
 * Reads, compares with the approved base, asks once more whether it may begin, sends the write made from that reading
 * at once, and reads back (docs/architecture.md#compare-write-read-back). There is no ETag, so it waits for nothing
 * else between that reading and the write.
 */
export async function compareAndWrite(
  parts: WriteParts,
  change: Change,
  base: Base,
  limits?: WriteLimits,
): Promise<WriteOutcome> {
  let before: WireReading;
  try {
    const compared = await beginWhileFresh(parts, change, base, limits);
    if ('kind' in compared) return compared;
    const { wire, write } = compared;
    const unclear = await sendOnce(parts, change, write);
    if (unclear && !('page' in unclear)) return unclear;
    if (unclear) {
      const seen = await readBack(parts, change, wire);
      return seen.kind === 'written' ? seen : unclear.page;
    }
    before = wire;
  } catch (error) {
    return writeRefusal(error, parts.clock.now());
  }
  return readBack(parts, change, before);
}

interface Compared {
  readonly wire: WireReading;
  readonly write: WireWrite;
}

/** Milliseconds that a reading may be older than the write made from it. */
const STAYS_FRESH = 1_000;

/**
 * Reads and compares, then asks whether the write may begin. Where that takes long, and longer than reading did, it
 * reads and compares once more: what answers sooner is asked last.
 */
async function beginWhileFresh(
  parts: WriteParts,
  change: Change,
  base: Base,
  limits?: WriteLimits,
): Promise<Compared | WriteOutcome> {
  const { clock } = parts;
  const from = clock.now();
  const compared = await compare(parts, change, base, limits);
  if ('kind' in compared || !limits?.begin) return compared;
  const readAt = clock.now();
  if (!(await limits.begin())) return { kind: 'held' };
  const asking = clock.now() - readAt;
  return asking > Math.max(STAYS_FRESH, readAt - from) ? compare(parts, change, base, limits) : compared;
}

async function compare(
  parts: WriteParts,
  change: Change,
  base: Base,
  limits?: WriteLimits,
): Promise<Compared | WriteOutcome> {
  const rules = kindOf(change);
  const { snapshot, wire } = await readTenant(parts, scopesOf(change), 'now', true);
  if (rules.reached(change, snapshot)) return { kind: 'in-place' };
  if (canonical(asJson(rules.base(change, snapshot).objects)) !== canonical(asJson(base.objects)))
    return { kind: 'drifted', now: snapshot };
  const write = writePlanOf(change).encode(change, wire);
  assertMaySend(parts, change, write, limits);
  return { wire, write };
}

/** @throws AirlockError that says why the write is not sent, or not yet */
function assertMaySend(parts: WriteParts, change: Change, write: WireWrite, limits?: WriteLimits): void {
  if (!carriesExactly(write.body)) {
    throw new AirlockError(
      'tenant-unsupported',
      msg`Defender holds a number that Airlock cannot send back unchanged, so it does not write. Make the change in the Defender portal.`,
    );
  }
  if (limits && parts.clock.now() >= limits.sendBefore)
    throw new AirlockError('tenant-unavailable', msg`Defender answered too slowly to write safely.`);
  parts.newGroups.assertMaySend(change);
}

/** @returns null when the write was accepted; only a clear refusal in Defender's own words counts as not written */
async function sendOnce(
  parts: WriteParts,
  change: Change,
  write: WireWrite,
): Promise<WriteOutcome | { readonly page: WriteOutcome } | null> {
  try {
    await parts.call(write.method, write.path, write.body);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { status, arrived, before, own } = error.details;
    const is2xx = error.code === 'tenant-schema' && typeof status === 'number' && status >= 200 && status < 300;
    const accepted = is2xx && before !== true;
    const isUnclear = error.code === 'tenant-schema' || arrived === true || (error.code === 'tenant-refused' && !own);
    if (!isUnclear) return writeRefusal(error, parts.clock.now());
    parts.newGroups.sent(change);
    const unknown = { kind: 'unknown', why: `Defender gave no clear answer to the write. ${error.message}` } as const;
    return accepted ? null : is2xx ? { page: unknown } : unknown;
  }
  parts.newGroups.sent(change);
  return null;
}

async function readBack(parts: WriteParts, change: Change, before: WireReading): Promise<WriteOutcome> {
  const rules = kindOf(change);
  const plan = writePlanOf(change);
  try {
    const { snapshot, wire } = await readTenant(parts, scopesOf(change));
    const seen = plan.confirm?.(change, before, wire) ?? { landed: true, warning: null };
    if (!rules.reached(change, asWritten(snapshot, before, wire)) || !seen.landed)
      return { kind: 'accepted', why: msg`The reading right after it does not show it.` };
    return seen.warning === null ? { kind: 'written' } : { kind: 'written', warning: seen.warning };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { kind: 'accepted', why: `It could not be read back so far. ${error.message}` };
  }
}

/** What was written by the meaning that numbers had just been shown to have is read back by the same one. */
function asWritten(snapshot: TenantSnapshot, { operators }: WireReading, { groups }: WireReading): TenantSnapshot {
  if (operators === undefined || groups === undefined) return snapshot;
  return { ...snapshot, groups: groupsOf(groups, operators), unwritableOperators: [] };
}

function scopesOf(change: Change): readonly Scope[] {
  return [...new Set([...kindOf(change).scopes, ...writePlanOf(change).scopes])];
}
