import type { Change } from '../../../changes/registry/change.ts';
import { mayLoosen } from '../../../changes/supported/actions/loosening.ts';
import type { EntraObjectId } from '../../../shared/ids.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type Debts, debtsOf, type OwedBy } from '../../knowing/owed/debts.ts';
import type { Services } from '../../ports/services.ts';
import type { DeviceActPolicy } from '../../record/digest.ts';
import type { Alone, Request } from '../../record/request.ts';

/** Whether the policy asks no approval for this change: a scan of few devices. */
export function needsNoApproval({ scansAlone }: DeviceActPolicy, change: Change): boolean {
  return change.kind === 'antivirus-scan' && change.devices.length > 0 && change.devices.length <= scansAlone;
}

/** Whether this may be done at once on one admin's word, which leaves a debt. Nothing that may loosen an isolation. */
export function mayBeEmergency(policy: DeviceActPolicy, request: Pick<Request, 'change' | 'base'>): boolean {
  return isNamedEmergency(policy, request.change) && !mayLoosen(request);
}

/** Whether the policy names an act as one that may be done at once. */
export function isNamedEmergency({ emergency }: DeviceActPolicy, change: Change): boolean {
  return change.kind === 'response-actions' && emergency.includes(change.act);
}

/** Why an act that the policy names cannot be done at once all the same, in a sentence; null for any other. */
export function tooLoose(policy: DeviceActPolicy, request: Pick<Request, 'change' | 'base'>): string | null {
  return isNamedEmergency(policy, request.change) && mayLoosen(request) ? say(LOOSENS) : null;
}

const LOOSENS = msg`Selective isolation may loosen a full isolation, so it cannot be done at once: ask for approval, or isolate fully.`;

/** Whether what went ahead on one person's word might do so; true for whatever did not. */
export function isAllowedAlone(
  policy: DeviceActPolicy,
  { alone, ...request }: Pick<Request, 'change' | 'base'> & MaybeAlone,
): boolean {
  if (!alone) return true;
  return alone.why === 'emergency' ? mayBeEmergency(policy, request) : needsNoApproval(policy, request.change);
}

interface MaybeAlone {
  readonly alone?: Alone;
}

/** Why a change is about too many devices at once, in a sentence; null where it is not. */
export function tooManyDevices({ mostScanned, mostActed }: DeviceActPolicy, change: Change): string | null {
  if (change.kind !== 'antivirus-scan' && change.kind !== 'response-actions') return null;
  const { length } = change.devices;
  const [most, setting] =
    change.kind === 'antivirus-scan' ? [mostScanned, 'SCAN_CEILING'] : [mostActed, 'ACTION_CEILING'];
  if (length <= most) return null;
  return t`That is about ${length} devices, and one request takes ${most} at most (${setting}). Ask for fewer at a time.`;
}

/**
 * Why somebody cannot begin this as an emergency by what it does or by what is owed, in a sentence; null where nothing
 * stands in the way, as far as that is known without asking who they are.
 */
export async function whyNotAtOnce(
  services: Pick<Services, 'store' | 'tenantId' | 'policy'>,
  { id, ...request }: Pick<Request, 'change' | 'base' | 'id'>,
  oid: EntraObjectId,
): Promise<string | null> {
  const { deviceActs } = services.policy;
  if (!mayBeEmergency(deviceActs, request)) return tooLoose(deviceActs, request);
  const { debts, untold } = await debtsOf(services);
  const own = debts.find((one) => one.debt.by.oid === oid && one.request.id !== id);
  return own ? owedSentence(own) : untoldSentence(untold);
}

/** Tells somebody why they may not start another emergency beside their own. */
export function owedSentence({ request, debt }: OwedBy): string {
  return t`You did #${request.number} at once, and another admin has neither approved nor undone it yet (due ${utcWords(debt.until)}). Until then you cannot start another: ask for approval.`;
}

/** Why nobody acts alone while it cannot be told what is owed, and the way out; null where it can be told. */
export function untoldSentence(untold: Debts['untold']): string | null {
  const [first] = untold;
  const why = untoldCause(untold);
  return first && why !== null
    ? t`${why} Two admins who are known to be other people than whoever did it can settle it: write "settle emergency ${first.number}".`
    : null;
}

/** The same as it is stored, a sentence. */
export function untoldCause([first]: Debts['untold']): string | null {
  if (first === undefined) return null;
  const { number } = first;
  return t`#${number} was done at once as an emergency, and somebody changed #${number} in the database, so nobody can tell whether it is owed still. Until that is mended nobody starts another: ask for approval, and tell whoever operates Airlock.`;
}
