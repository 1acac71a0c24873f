import { z } from 'zod';
import type { Change } from '../../../changes/registry/change.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { type EntraObjectId, requestId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Services } from '../../ports/services.ts';
import type { DeviceActPolicy } from '../../record/digest.ts';
import type { Fact, FactChange } from '../../record/fact.ts';
import type { Actor, Alone, Emergency, Request } from '../../record/request.ts';
import { debtOf } from '../../record/told-by-request.ts';

/** Whether the policy asks no approval for this change: a scan of few devices. */
export function needsNoApproval({ scansAlone }: DeviceActPolicy, change: Change): boolean {
  return change.kind === 'antivirus-scan' && change.devices.length > 0 && change.devices.length <= scansAlone;
}

/** Whether this may be done at once on one admin's word, which leaves a debt. */
export function mayBeEmergency({ emergency }: DeviceActPolicy, change: Change): boolean {
  return change.kind === 'response-actions' && emergency.includes(change.act);
}

/** Whether what went ahead on one person's word might do so; true for whatever did not. */
export function isAllowedAlone(
  policy: DeviceActPolicy,
  { change, alone }: Pick<Request, 'change'> & MaybeAlone,
): boolean {
  if (!alone) return true;
  return alone.why === 'emergency' ? mayBeEmergency(policy, change) : needsNoApproval(policy, change);
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

/** An open debt of somebody, and its request. */
export interface OwedBy {
  readonly request: Request;
  readonly debt: Emergency;
}

/** Under which the latest emergency of anybody is remembered: whoever starts one replaces it. */
const TURN_KEY = 'debt-turn';

/** What is remembered before an emergency begins, and is replaced by it: anything else, and it is not begun. */
export interface Turn {
  /** `changedAt` of the last debt of whoever begins one, and of the latest emergency of anybody; null for none. */
  readonly own: number | null;
  readonly latest: number | null;
}

/** Every open debt, and the turn to begin another emergency as long as there are no more. */
export async function debtsAndTurn(
  services: Pick<Services, 'store' | 'tenantId'>,
  oid: EntraObjectId,
): Promise<{ readonly debts: readonly OwedBy[]; readonly turn: Turn }> {
  const facts = await services.store.facts(services.tenantId, 'debt');
  const changedAt = (of: string) => facts.find(({ key }) => key === of)?.changedAt ?? null;
  const debts = await owedIn(services, facts);
  return { debts, turn: { own: changedAt(debtKey(oid)), latest: changedAt(TURN_KEY) } };
}

/** Every open debt, the one due first at the beginning. */
export async function openDebts(services: Pick<Services, 'store' | 'tenantId'>): Promise<readonly OwedBy[]> {
  return owedIn(services, await services.store.facts(services.tenantId, DEBTS));
}

async function owedIn(
  services: Pick<Services, 'store' | 'tenantId'>,
  facts: readonly Fact[],
): Promise<readonly OwedBy[]> {
  const debts = facts.filter(({ key }) => key.startsWith(DEBTS));
  const owed = await Promise.all(debts.map(({ value }) => owedBy(services, value)));
  return owed.flatMap((one) => one ?? []).sort((one, other) => one.debt.until - other.debt.until);
}

/** @throws AirlockError store-corrupt where what is remembered cannot be read: then nobody may go ahead on it */
async function owedBy(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  value: unknown,
): Promise<OwedBy | null> {
  const told = debtIn(value);
  if (told === 'unread') throw new AirlockError('store-corrupt', t`What is remembered of a debt cannot be read.`);
  const request = told && (await store.request(tenantId, told.request));
  const debt = request ? debtOf(request) : null;
  return request && debt ? { request, debt } : null;
}

/**
 * What is remembered of a debt from now on, and that it is the latest of anybody. Of two emergencies at the same
 * moment, whoever begins them, one is refused, so that its admin is compared with that of the other.
 */
export function debtFacts(
  { id, number }: Pick<Request, 'id' | 'number'>,
  { oid, name }: Actor,
  { at, until }: Pick<Emergency, 'at' | 'until'>,
  { own, latest }: Turn,
): readonly FactChange[] {
  const source = { kind: 'attested', at, by: name, request: number, oid } as const;
  const owes = { key: debtKey(oid), value: { request: id, number, until }, source, changedAt: at };
  const turn = { key: TURN_KEY, value: { number }, source, changedAt: Math.max(at, (latest ?? 0) + 1) };
  return [
    { fact: owes, expected: own },
    { fact: turn, expected: latest },
  ];
}

/** Under which a debt of somebody is remembered. */
function debtKey(oid: string): string {
  return `${DEBTS}${oid}`;
}

const DEBTS = 'debt:';

const owed = z.object({ request: requestId, number: z.int(), until: z.number() }).readonly();

/** What is remembered of somebody's open debt. */
type Debt = z.infer<typeof owed>;

/** The debt in what is remembered; null where it was settled, `unread` where it cannot be read. */
function debtIn(value: unknown): Debt | null | 'unread' {
  if (value === null) return null;
  return owed.safeParse(value).data ?? 'unread';
}
