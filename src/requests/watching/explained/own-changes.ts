import { z } from 'zod';
import { basedParts } from '../../../changes/several/several-change.ts';
import type { Request } from '../../record/request.ts';
import { SHOWS_WITHIN } from '../../rules/watching.ts';
import { mayHaveActed } from './may-have-acted.ts';

/** Everything, or what each list of groups shows: that a group is there, and its name. */
type Seen = 'all' | 'listed';

/** The part of a request that says what it may have done to a tenant. */
export interface OwnChange {
  readonly change: Request['change'];
  /** Until when it may show, in ms since 1970; infinity while it is under way. */
  readonly until: number;
  /** When it was applied; absent for as long as it may show. */
  readonly applied?: number;
  /** When it was approved; absent where that does not matter. */
  readonly approved?: number;
  /** What of it was read as asked long before: it does not show for the first time now. Absent where nothing was. */
  readonly seen?: Seen;
  /** Null where nobody could reckon which devices it moves. */
  readonly moves: ReckonedMoves | null;
}

/** How many devices a change was reckoned to bring to groups and to take from them, by the groups' names. */
export interface ReckonedMoves {
  readonly to: ReadonlyMap<string, number>;
  readonly from: ReadonlyMap<string, number>;
  /** How many more move between groups that are not named. */
  readonly others: number;
}

const shownMoves = z.object({
  effects: z.object({
    moved: z.int(),
    moves: z.object({
      list: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), devices: z.int() })),
    }),
  }),
});

function reckonedMoves({ base }: Pick<Request, 'base'>): ReckonedMoves | null {
  const read = shownMoves.safeParse(base.shown);
  if (!read.success) return null;
  const { moved, moves } = read.data.effects;
  const sums = { to: new Map<string, number>(), from: new Map<string, number>() };
  for (const move of moves.list) {
    for (const end of ['to', 'from'] as const) {
      const name = move[end] ?? '';
      sums[end].set(name, (sums[end].get(name) ?? 0) + move.devices);
    }
  }
  return { ...sums, others: moved - moves.list.reduce((sum, { devices }) => sum + devices, 0) };
}

/**
 * What approved requests may have done to the tenant since a time, whether or not they ended well. What was written and
 * not shown may show for as long as Airlock looks for it.
 * @param seenSince since when that counts as shown for the first time which was read as asked by then
 */
export function ownChanges(requests: readonly Request[], since: number, seenSince = since): readonly OwnChange[] {
  return requests
    .filter((request) => request.approvals.length > 0 && mayHaveActed(request))
    .flatMap((request) => {
      const seen = seenBefore(request, seenSince);
      const times = { ...timesOf(request), ...(seen && { seen }) };
      return basedPartsOf(request).map((part) => ({ ...part, ...times, moves: reckonedMoves(part) }));
    })
    .filter(({ until }) => until >= since);
}

/** What a person applied was read before it ended; for some hours a list may still show it as it was. */
function seenBefore({ handover, outcome }: Request, since: number): Seen | null {
  if (!handover || !outcome || outcome.proof?.unseen || outcome.watchedUntil !== undefined) return null;
  if (outcome.at + SHOWS_WITHIN >= since) return null;
  if (outcome.code === 'verified') return 'all';
  return outcome.code === 'attested' && outcome.proof?.verified.length ? 'listed' : null;
}

/** What a request asks for, each change with what it goes by; of several, those that may be applied. */
function basedPartsOf({ change, base, outcome }: Request): readonly Pick<Request, 'change' | 'base'>[] {
  if (change.kind !== 'several') return [{ change, base }];
  const { items } = outcome ?? {};
  const written = items && items.unknown === 0 ? (items.parts ?? items.done) : undefined;
  return basedParts(change, base)
    .slice(0, written)
    .map(({ part, base: own }) => ({ change: part, base: own }));
}

function timesOf(request: Request): Pick<OwnChange, 'until' | 'applied' | 'approved'> {
  const { state, outcome, approvals } = request;
  const approved = approvals.at(-1)?.at;
  return {
    until: lastUnderWay(request),
    ...(state === 'applied' && { applied: outcome.at }),
    ...(approved !== undefined && { approved }),
  };
}

function lastUnderWay({ state, closing, outcome }: Request): number {
  if (state === 'approved' || state === 'applying' || state === 'unknown') return Number.POSITIVE_INFINITY;
  const ended = outcome ?? closing;
  return ended?.watchedUntil ?? ended?.at ?? 0;
}
