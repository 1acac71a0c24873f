import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { type RequestId, requestId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Services } from '../../ports/services.ts';
import type { Fact, FactChange } from '../../record/fact.ts';
import type { Actor, Emergency, Request } from '../../record/request.ts';
import { debtOf, isFree, isNeverShown } from '../../record/told-by-request.ts';
import { type ToldAlone, toldAlone } from './told-alone.ts';

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
  /** The numbers of the others that were owed when the latest one began: their rows tell what is owed for them. */
  readonly told: readonly number[];
  /** The turn to begin another emergency as long as there are no more. */
  readonly turn: Turn;
}

/** What the record tells of an emergency whose row does not. */
type Untold = Owing & Pick<ToldAlone, 'acted' | 'change'>;

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
    told: looked.flatMap(({ request }) => (request ? [request.number] : [])),
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
  const others = without(owed, id);
  const value = { number, owed: [...others, { request: id, number }].map((one) => ({ ...one })) };
  return { fact: { key: TURN_KEY, value, source, changedAt: Math.max(at, (latest ?? 0) + 1) }, expected: latest };
}

/** The same once two people said that one of them is settled. */
export function settledFact({ request, number }: Owing, at: number, { latest, owed }: Turn): FactChange {
  const value = { number, owed: without(owed, request).map((one) => ({ ...one })) };
  const source = { kind: 'read', at } as const;
  return { fact: { key: TURN_KEY, value, source, changedAt: Math.max(at, (latest ?? 0) + 1) }, expected: latest };
}

function without(owed: readonly Owing[], id: RequestId): readonly Owing[] {
  return owed.filter(({ request }) => request !== id);
}
