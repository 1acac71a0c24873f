import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/change.ts';
import type { Device } from '../../changes/device-group/device-group.ts';
import { canonical } from '../../changes/json.ts';
import { kindOf } from '../../changes/kind-of.ts';
import { type AirlockError, isAirlockError } from '../../errors.ts';
import type { WriteLimits, WriteOutcome, WritingTenant } from '../tenant.ts';
import { type PortalCall, type PortalOptions, portalCall } from './portal-call.ts';
import { type ReadParts, readTenant } from './read-tenant.ts';
import { writePlanOf } from './writes/write-plan-of.ts';

/** How long to wait before a write that certainly did not land is tried again, in ms. */
const RETRY_PAUSE = 30_000;

/**
 * Defender through the portal's own API: unsupported by Microsoft, bound to an operator's session (facts/defender.md A.3).
 * Writes are one at a time within the process; across processes the apply job holds the tenant's writer lease.
 */
export function createPortalTenant(
  options: PortalOptions & { readonly machines: () => Promise<readonly Device[]> },
): WritingTenant {
  const parts: ReadParts = { ...options, call: portalCall(options) };
  let last: Promise<unknown> = Promise.resolve();
  return {
    connector: 'portal',
    applies: 'by-itself',
    actsAs: async () => (await options.session.current())?.owner ?? null,
    read: async (scopes) => (await readTenant(parts, scopes)).snapshot,
    write(change, base, limits) {
      const turn = last.then(() => compareAndWrite({ ...parts, call: callAs(options, limits) }, change, base, limits));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Calls with nobody else's session than the one that the write was allowed for: the file may be another one at any moment. */
function callAs(options: PortalOptions, limits?: WriteLimits): PortalCall {
  const { session } = options;
  const only = limits?.actsAs?.toLowerCase();
  if (only === undefined) return portalCall(options);
  const current = async () => {
    const now = await session.current();
    return now?.owner.toLowerCase() === only ? now : null;
  };
  return portalCall({ ...options, session: { ...session, current } });
}

async function compareAndWrite(
  parts: ReadParts,
  change: Change,
  base: Base,
  limits?: WriteLimits,
): Promise<WriteOutcome> {
  const rules = kindOf(change);
  const plan = writePlanOf(change);
  try {
    const { snapshot, wire } = await readTenant(parts, plan.scopes);
    if (rules.reached(change, snapshot)) return { kind: 'in-place' };
    if (canonical(rules.base(change, snapshot).objects) !== canonical(base.objects))
      return { kind: 'drifted', now: snapshot };
    if (limits && parts.clock.now() >= limits.sendBefore) {
      return {
        kind: 'refused',
        code: 'tenant-unavailable',
        why: 'Defender answered too slowly to write safely.',
        retryAt: parts.clock.now() + RETRY_PAUSE,
      };
    }
    const unclear = await sendOnce(parts, () => plan.send(parts.call, change, wire));
    if (unclear) return unclear;
  } catch (error) {
    return refusal(parts, error);
  }
  return readBack(parts, change);
}

/** @returns null when the write was accepted. Only a clear refusal counts as not written. */
async function sendOnce(parts: ReadParts, send: () => Promise<unknown>): Promise<WriteOutcome | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { status, arrived } = error.details;
    if (error.code === 'tenant-schema' && typeof status === 'number' && status >= 200 && status < 300) return null;
    const certain = error.code !== 'tenant-schema' && arrived !== true;
    return certain
      ? refusal(parts, error)
      : { kind: 'unknown', why: `Defender gave no clear answer to the write. ${error.message}` };
  }
}

function refusal(parts: ReadParts, error: unknown): WriteOutcome {
  if (!isAirlockError(error)) throw error;
  return { kind: 'refused', code: error.code, why: error.message, retryAt: retryAtOf(error, parts.clock.now()) };
}

/** Null where trying again cannot help: a permission is missing, or the form of the answer is unknown. */
function retryAtOf(error: AirlockError, now: number): number | null {
  if (error.code === 'tenant-refused' || error.code === 'tenant-schema') return null;
  return typeof error.details.retryAt === 'number' ? error.details.retryAt : now + RETRY_PAUSE;
}

async function readBack(parts: ReadParts, change: Change): Promise<WriteOutcome> {
  const rules = kindOf(change);
  try {
    const { snapshot } = await readTenant(parts, rules.scopes);
    if (rules.reached(change, snapshot)) return { kind: 'written' };
    return { kind: 'unknown', why: 'Defender took the write, but does not show it yet.' };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { kind: 'unknown', why: `Defender took the write, but it could not be read back. ${error.message}` };
  }
}
