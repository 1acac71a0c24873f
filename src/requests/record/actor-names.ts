import { t } from '../../shared/language/worded.ts';
import { looksLike, nameKeys } from '../../shared/name-keys.ts';
import type { Actor, Request } from './request.ts';
import { type Alone, type ClosingCode, givenOf } from './request.ts';
import { debtOf } from './told-by-request.ts';
import { isUnsent } from './transitions.ts';

type Acted = Pick<Request, 'requester' | 'approvals' | 'handover'> & {
  readonly closing: { readonly by: Actor | null } | null;
  readonly alone?: Alone;
  readonly namesakes?: Namesakes;
};

/** Somebody whom the request does not name, but who may be told of it, mentioned beside it, or act on it next. */
export type Named = Pick<Actor, 'oid' | 'name'>;

/** Others whose names are known, found by how a name looks: of thousands, each card asks for a few names. */
export interface Namesakes {
  /** Those whose names a reader could mistake for this one. */
  like(name: string): readonly Named[];
}

/** Gathered once for many cards. */
export function namesakesAmong(people: readonly Named[]): Namesakes {
  const byKey = new Map<string, Named[]>();
  for (const one of people)
    for (const key of nameKeys(one.name)) {
      const alike = byKey.get(key);
      if (alike) alike.push(one);
      else byKey.set(key, [one]);
    }
  return { like: (name) => nameKeys(name).flatMap((key) => byKey.get(key) ?? []) };
}

/**
 * The name of somebody who acted on a request, for sentences. Where somebody else who acted on it, or one of its
 * `namesakes`, has a name that looks the same, their principal name stands beside it.
 */
export function nameIn(request: Acted, actor: Actor): string {
  const { requester, handover, closing, namesakes } = request;
  const acted = [requester, ...givenOf(request).map(({ by }) => by), handover?.attested?.by, closing?.by];
  const others = [...acted, ...(namesakes?.like(actor.name) ?? [])];
  const isAlone = others.every((other) => !other || other.oid === actor.oid || !looksLike(other.name, actor.name));
  return isAlone ? actor.name : `${actor.name} (${actor.principalName ?? actor.oid})`;
}

/** A name that stands alone, in a list or a notice: two people of one name can be told apart there, too. */
export function fullName({ name, principalName }: Pick<Actor, 'name' | 'principalName'>): string {
  return principalName === undefined ? name : `${name} (${principalName})`;
}

/**
 * A name without the principal name that `fullName` puts beside it: those who are told of a request are stored by names
 * that were told apart when they were told.
 */
export function bareName(name: string): string {
  return name.replace(/ \([^()\s]+@[^()\s]+\)$/u, '');
}

/** A request of a list. */
export type Listed = Request & { readonly namesakes?: Namesakes };

/** Where it is not known who else there is, a name of a list stands in full. */
export function listedName(request: Listed, actor: Actor): string {
  return request.namesakes ? nameIn(request, actor) : fullName(actor);
}

/** In a list: when it ends if nobody acts, or by when an approval of an emergency is owed; absent for neither. */
export function endsAt(request: Request, now: number): { readonly until?: number; readonly isOverdue?: true } {
  const debt = debtOf(request);
  const until = debt?.until ?? request.deadline;
  return until === null ? {} : { until, ...(debt && until <= now && { isOverdue: true }) };
}

/** In a list: that nobody approved it before, and whether that is owed. */
export function aloneLine(request: Request): readonly string[] {
  if (!request.alone) return [];
  if (!debtOf(request)) return [t`done on one person’s word`];
  if (isUnsent(request)) return [t`asked for alone as an emergency, not sent yet`];
  return [
    request.state === 'applied'
      ? t`done alone as an emergency, approval owed`
      : t`ordered alone as an emergency, approval owed`,
  ];
}

/** In a list: which later request undid it, or else the last that undid a part of it. */
export function undoneLine({ outcome, alone }: Request): readonly string[] {
  const all = outcome?.undoneBy ?? [];
  const settled = alone?.why === 'emergency' && alone.settled?.how === 'undone' ? alone.settled.request : null;
  const whole = all.findLast(({ isWhole }) => isWhole)?.request ?? settled;
  const part = all.at(-1)?.request;
  if (whole !== null) return [t`undone by #${whole}`];
  return part === undefined ? [] : [t`undone in part by #${part}`];
}

/** In a list: what a person did who ended a request. */
export function endedLine(code: ClosingCode, name: string): readonly string[] {
  if (code === 'rejected') return [t`rejected by ${name}`];
  return code === 'stopped' ? [t`stopped by ${name}`] : [];
}
