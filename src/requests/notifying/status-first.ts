import { z } from 'zod';
import { groupName, listed } from '../../changes/device-group/words/names.ts';
import { FEATURE_NAMES, feature } from '../../changes/features.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { endingSoon } from '../knowing/ending-indicators.ts';
import { debtsOf, type OwedBy } from '../knowing/owed/debts.ts';
import { nameAmongAll } from '../messages/among-others.ts';
import type { StatusData } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, Request } from '../record/request.ts';
import { isUnsent } from '../record/transitions.ts';
import { viewerOf } from '../rules/four-eyes.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { isShownIn, type Place } from '../rules/shared-places.ts';

type First = NonNullable<StatusData['first']>[number];

/** How many names and requests a line shows, and how many requests the directory is asked about. */
const SHOWN = 3;
const ASKED = 8;

/** What else is known when a status begins. */
export interface FirstFacts {
  readonly now: TenantSnapshot;
  /** Who asked for the status; absent in what an earlier release filed. */
  readonly actor: Actor | undefined;
  readonly open: readonly Request[];
  /** The shared place in which it is told; null for somebody's own chat. */
  readonly place: ConversationKey | null;
  readonly outside: number;
  readonly undelivered: number;
  /** Whether another channel for approvals is stored than the record leads to. */
  readonly isOtherChannel?: boolean;
}

/** What matters most, before anything else of a status: the worst first. */
export async function firstThings(services: Services, facts: FirstFacts): Promise<readonly First[]> {
  const { now, outside, undelivered, isOtherChannel } = facts;
  const unprotected = (now.groups ?? []).filter(({ level }) => level === 'none').map(groupName);
  const off = FEATURE_NAMES.filter((name) => now.features?.[name] === 'off').map((name) => feature(name).title);
  return [
    ...line('attention', isOtherChannel ? 1 : 0, say(OTHER_CHANNEL)),
    ...(await owed(services)),
    ...line('attention', unprotected.length, t`No automated response: ${some(unprotected)}.`),
    ...line('warning', off.length, t`Off: ${some(off)}.`),
    ...(await waiting(services, facts)),
    ...byHand(facts.open),
    ...(await ending(services, facts)),
    ...(await unseen(services)),
    ...line('warning', outside, t`Changed outside Airlock, and open: ${outside}.`, 'outside changes'),
    ...line('warning', undelivered, t`Messages that Teams does not take: ${undelivered}.`),
  ];
}

const OTHER_CHANNEL = msg`The channel for approvals that is stored is not the one that the record leads to, so it is not used: somebody changed it in the database. Tell whoever operates Airlock.`;

const unseenSchema = z.object({ lostAt: z.number() });

/** Where somebody removed what earlier looks had seen, what was changed before may be told to nobody. */
async function unseen({ store, tenantId }: Services): Promise<readonly First[]> {
  const [fact] = await store.facts(tenantId, 'watched');
  const lost = unseenSchema.safeParse(fact?.value).data;
  if (!lost) return [];
  const text = t`What was seen in Defender before ${utcWords(lost.lostAt)} is not known: somebody changed it in the database.`;
  return line('warning', 1, text, 'outside changes');
}

/** Emergencies that nobody has approved or undone so far. */
export async function owed(services: Services): Promise<readonly First[]> {
  const { debts, untold } = await debtsOf(services);
  const changed = untold.map(({ number }) => `#${number}`).join(', ');
  const text = t`Done alone as an emergency, and ${changed} is not as recorded: somebody changed it in the database.`;
  const [first] = untold;
  const all = `${text} ${t`Until two admins settle it, nobody starts another.`}`;
  return [
    ...line('attention', untold.length, all, first && `settle emergency ${first.number}`),
    ...unsent(debts.filter(({ request }) => isUnsent(request))),
    ...due(
      services,
      debts.filter(({ request }) => !isUnsent(request)),
    ),
  ];
}

/** Nobody is to believe that these were done. */
function unsent(debts: readonly OwedBy[]): readonly First[] {
  const numbers = debts.map(({ request }) => `#${request.number}`);
  const text = t`Asked for alone as an emergency, and not sent yet: ${some(numbers)}. Until it is, do it by hand in the portal.`;
  return line('attention', debts.length, text, debts[0] && `show ${debts[0].request.number}`);
}

function due(services: Pick<Services, 'clock'>, debts: readonly OwedBy[]): readonly First[] {
  const [first] = debts;
  if (!first) return [];
  const isOverdue = first.debt.until <= services.clock.now();
  const tone = isOverdue ? 'attention' : 'warning';
  const numbers = debts.map(({ request, debt }) => `#${request.number}${debt.left ? t` (undone in part)` : ''}`);
  const until = utcWords(first.debt.until);
  const text = isOverdue
    ? t`Done alone as an emergency, an approval is owed: ${some(numbers)}, overdue since ${until}.`
    : t`Done alone as an emergency, an approval is owed: ${some(numbers)}, due ${until}.`;
  return [{ tone, text, say: `show ${first.request.number}` }];
}

function line(tone: First['tone'], count: number, text: string, say?: string): readonly First[] {
  return count === 0 ? [] : [{ tone, text, ...(say !== undefined && { say }) }];
}

function some(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return listed(more > 0 ? [...names.slice(0, SHOWN), t`${more} more`] : names);
}

/** Open requests that whoever asked can decide. */
async function waiting(services: Services, { actor, open }: FirstFacts): Promise<readonly First[]> {
  if (!actor) return [];
  const pending = open.filter(({ state, requester, approvals }) => {
    return state === 'pending' && requester.oid !== actor.oid && approvals.every(({ by }) => by.oid !== actor.oid);
  });
  const asking = { ...services, directory: askedOnce(services.directory) };
  const viewers = await Promise.all(pending.slice(0, ASKED).map((request) => viewerOf(asking, request, actor.oid)));
  const name = await nameAmongAll(services, services.tenantId, actor);
  const silent = viewers.find(({ unasked }) => unasked !== undefined);
  if (silent)
    return [{ tone: 'info', text: t`Whether a request waits for ${name} could not be asked. ${silent.unasked}` }];
  const mine = pending.filter((_, at) => viewers[at]?.role === 'approver' && viewers[at]?.why === null);
  const numbers = mine.map(({ number }) => `#${number}`);
  const [first] = mine;
  return line('info', mine.length, t`Can be decided by ${name}: ${some(numbers)}.`, first && `show ${first.number}`);
}

/** Requests whose indicators end within a week. A digest, which nobody asks for, has a line of its own for them. */
async function ending(services: Services, { actor, place }: FirstFacts): Promise<readonly First[]> {
  if (!actor || !services.supported.kinds.includes('indicators')) return [];
  const soon = await endingSoon(services, place);
  const numbers = soon.map(({ number }) => `#${number}`);
  const text = t`Indicators end within 7 days: ${some(numbers)}.`;
  return line('info', soon.length, text, 'which indicators end soon?');
}

/** Approved requests whose steps nobody has reported as followed. */
function byHand(open: readonly Request[]): readonly First[] {
  const steps = open.filter(({ state, handover }) => state === 'approved' && handover !== null && !handover.attested);
  const [first] = steps;
  const numbers = steps.map(({ number }) => `#${number}`);
  return line(
    'info',
    steps.length,
    t`Approved, to be applied by hand: ${some(numbers)}.`,
    first && `show ${first.number}`,
  );
}

/**
 * The emergencies that are owed and may be shown in a place, the one due first at the beginning. None where what is
 * owed cannot be told: `status` names that.
 */
export async function owedHere(
  services: Pick<Services, 'store' | 'tenantId'>,
  place: Place,
): Promise<readonly Request[]> {
  try {
    const { debts } = await debtsOf(services);
    const shown = await Promise.all(debts.map(({ request }) => isShownIn(services, request, place)));
    return debts.flatMap(({ request }, at) => (shown[at] ? [request] : []));
  } catch (error) {
    if (isAirlockError(error, 'store-corrupt') || isAirlockError(error, 'record-broken')) return [];
    throw error;
  }
}
