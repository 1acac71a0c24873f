import { z } from 'zod';
import type { Change } from '../../../changes/registry/change.ts';
import { mayLoosen } from '../../../changes/supported/actions/loosening.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { type EntraObjectId, requestId } from '../../../shared/ids.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Services } from '../../ports/services.ts';
import type { DeviceActPolicy } from '../../record/digest.ts';
import type { Fact, FactChange } from '../../record/fact.ts';
import type { Actor, Alone, Emergency, Request } from '../../record/request.ts';
import { debtOf, isFree, isNeverShown } from '../../record/told-by-request.ts';
import { type ToldAlone, toldAlone } from './told-alone.ts';

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

/** An open debt of somebody, and its request. */
export interface OwedBy {
  readonly request: Request;
  readonly debt: Emergency;
}

/** Under which it is remembered who owes: whoever starts an emergency replaces it. */
const TURN_KEY = 'debt-turn';

/** Under which a debt of somebody was remembered before `TURN_KEY` named them all: one fact a person. */
const ONCE_DEBTS = 'debt:';

const owing = z.object({ request: requestId, number: z.int() }).readonly();

/** An emergency that was owed when the latest one began. */
type Owing = z.infer<typeof owing>;

const turnSchema = z.object({ owed: z.array(owing).readonly().optional() });

/** What is remembered before an emergency begins, and is replaced by it: anything else, and it is not begun. */
export interface Turn {
  /** `changedAt` of the latest emergency of anybody; null for none. */
  readonly latest: number | null;
  /** What is owed still, or may be again. */
  readonly owed: readonly Owing[];
}

/** What is owed for emergencies, as the record tells it. */
export interface Debts {
  /** Open debts, the one due first at the beginning. */
  readonly debts: readonly OwedBy[];
  /** Those of which the row does not tell, since it is gone or not as recorded, and that no entry settles. */
  readonly untold: readonly Untold[];
  /** The turn to begin another emergency as long as there are no more. */
  readonly turn: Turn;
}

/** What the record tells of an emergency whose row does not. */
export type Untold = Owing & Pick<ToldAlone, 'acted' | 'change'>;

type DebtServices = Pick<Services, 'store' | 'tenantId'>;

/**
 * What is owed for emergencies: each entry that begins one names all that were owed then, and the row of each says what
 * became of it where it is as recorded.
 * @throws AirlockError record-broken, store-corrupt where what is remembered cannot be read
 */
export async function debtsOf(services: DebtServices): Promise<Debts> {
  const fact = (await services.store.facts(services.tenantId, TURN_KEY)).find(({ key }) => key === TURN_KEY) ?? null;
  const looked = await Promise.all((await owedThen(services, fact)).map((one) => lookAt(services, one)));
  const debts = looked.flatMap(({ request, debt }) => (request && debt ? [{ request, debt }] : []));
  return {
    debts: debts.sort((one, other) => one.debt.until - other.debt.until),
    untold: looked.flatMap(({ owing: one, told }) => (told?.is === 'owed' ? [{ ...one, ...told }] : [])),
    turn: {
      latest: fact?.changedAt ?? null,
      owed: looked.flatMap((one) => (mayBeOwed(one) ? [one.owing] : [])),
    },
  };
}

/** Every open debt of which the record tells, the one due first at the beginning. */
export async function openDebts(services: DebtServices): Promise<readonly OwedBy[]> {
  return (await debtsOf(services)).debts;
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

/** @throws AirlockError store-corrupt: then nobody may go ahead on it */
async function owedThen({ store, tenantId }: DebtServices, fact: Fact | null): Promise<readonly Owing[]> {
  if (fact === null) return [];
  const turn = turnSchema.safeParse(fact.value).data;
  if (!turn) throw unread();
  if (turn.owed) return turn.owed;
  const once = (await store.facts(tenantId, ONCE_DEBTS)).filter(({ value }) => value !== null);
  return once.map(({ value }) => {
    const one = owing.safeParse(value).data;
    if (!one) throw unread();
    return one;
  });
}

function unread(): AirlockError {
  return new AirlockError('store-corrupt', t`What is remembered of a debt cannot be read.`);
}

/** An emergency that was owed: by its row, or where that does not tell, by its entries. */
type Looked = { readonly owing: Owing } & (
  | { readonly request: Request; readonly debt: Emergency | null; readonly told?: never }
  | { readonly request?: never; readonly debt?: never; readonly told: ToldAlone }
);

async function lookAt(services: DebtServices, one: Owing): Promise<Looked> {
  const request = await rowOf(services, one);
  // The record tells that it went ahead as an emergency: a row from before that was put back.
  if (request?.alone?.why === 'emergency') return { owing: one, request, debt: debtOf(request) };
  return { owing: one, told: await toldAlone(services, one.request) };
}

/** The request as recorded; null where its row is gone, not as recorded, or cannot be read. */
async function rowOf({ store, tenantId }: DebtServices, one: Owing): Promise<Request | null> {
  try {
    const request = await store.request(tenantId, one.request);
    return request && (await store.asLoaded(request)).isSame ? request : null;
  } catch (error) {
    if (isAirlockError(error, 'store-corrupt')) return null;
    throw error;
  }
}

/** Whether it is owed, or nothing of it shows, and it is owed again once something does. */
function mayBeOwed({ request, debt, told }: Looked): boolean {
  if (told) return told.is === 'owed' || told.is === 'free';
  return debt !== null || (request.state === 'failed' && isFree(request) && isNeverShown(request));
}

/** Why nobody acts alone while it cannot be told what is owed, a sentence; null where it can be told. */
export function untoldSentence([first]: Debts['untold']): string | null {
  if (first === undefined) return null;
  const { number } = first;
  return t`#${number} was done at once as an emergency, and somebody changed #${number} in the database, so nobody can tell whether it is owed still. Until that is mended nobody starts another: ask for approval, and tell whoever operates Airlock.`;
}

/**
 * What is remembered of debts from now on. Of two emergencies at the same moment, whoever begins them, one is refused,
 * so that its admin is compared with that of the other.
 */
export function debtFact(
  { id, number }: Pick<Request, 'id' | 'number'>,
  { oid, name }: Actor,
  at: number,
  { latest, owed }: Turn,
): FactChange {
  const source = { kind: 'attested', at, by: name, request: number, oid } as const;
  const others = owed.filter(({ request }) => request !== id);
  const value = { number, owed: [...others, { request: id, number }].map((one) => ({ ...one })) };
  return { fact: { key: TURN_KEY, value, source, changedAt: Math.max(at, (latest ?? 0) + 1) }, expected: latest };
}
