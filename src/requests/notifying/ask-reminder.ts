import { createHash } from 'node:crypto';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { Announced, Decider } from '../record/announcement.ts';
import type { Request } from '../record/request.ts';
import { newTask } from '../rules/advance.ts';
import { type ActionRule, loadFor, type RequestAction } from '../rules/load.ts';

const REMIND: ActionRule<'pending'> = {
  state: ['pending'],
  by: 'requester',
  refusal: ({ name }) => t`Only ${name}, who asked for this, can remind those who decide.`,
};

/** Milliseconds until people can be reminded of a request by hand again. */
const PAUSE = 30 * 60_000;

/** How often somebody may do that within that time, of all that they asked for. */
const MOST = 3;

export interface AskedReminder {
  readonly request: Request;
  /** Who is reminded, and who is not, in a sentence or two. */
  readonly text: string;
}

/**
 * Reminds those who can decide on a request, for whoever asked for it: once in half an hour, however many
 * instances run, and however often the same is asked for. The messages go out by a task.
 * @throws AirlockError not-found, not-allowed, wrong-state, card-outdated
 */
export async function askReminder(services: Services, action: RequestAction): Promise<AskedReminder> {
  const { store, tenantId, ids } = services;
  const { request } = await loadFor(services, action, REMIND);
  const announced = await store.announced(tenantId, request.id);
  if (!announced) return { request, text: t`Airlock is telling those who can decide at this moment.` };
  const names = remindable(request, announced);
  if (names.length === 0)
    return { request, text: t`There is nobody whom Airlock can remind: see Details on the card.` };
  const owner = ids.next();
  const leases = await takeTurn(services, request, owner);
  if (leases === null)
    return { request, text: t`They were reminded a moment ago. You can remind them again half an hour after that.` };
  const { correlation } = action;
  const key = `${request.id}:remind:asked:${correlation}`;
  const task = newTask(services, 'remind', { key, requestId: request.id, correlation });
  try {
    await store.send({ messages: [], tasks: [task] });
  } catch (error) {
    for (const lease of leases) await store.release(lease, owner);
    throw error;
  }
  return { request, text: sentence(names, announced.deciders.length - names.length) };
}

/**
 * Takes the turn to remind people: one for a request, for its requester and each of its objects, so that asking for the
 * same again gives no other, and some for the requester.
 * @returns what was taken; null where it is too soon
 */
async function takeTurn(
  { store, clock }: Services,
  request: Request,
  owner: string,
): Promise<readonly string[] | null> {
  const { id, requester, change } = request;
  const taken: string[] = [];
  const take = async (what: string) => {
    const lease = `remind:${createHash('sha256').update(what).digest('hex')}`;
    const isTaken = await store.acquire(lease, owner, clock.now(), PAUSE);
    if (isTaken) taken.push(lease);
    return isTaken;
  };
  const takeAll = async () => {
    for (const object of [id, ...kindOf(change).objects(change)])
      if (!(await take(`${requester.oid}\n${object}`))) return false;
    for (let turn = 1; turn <= MOST; turn += 1) if (await take(`${requester.oid}\n#${turn}`)) return true;
    return false;
  };
  if (await takeAll()) return taken;
  for (const lease of taken) await store.release(lease, owner);
  return null;
}

/** Those who were sent something and still have to decide. */
function remindable({ approvals }: Request, { deciders }: Announced): readonly string[] {
  const isOpen = ({ oid, keys, standing }: Decider) =>
    standing !== 'cannot' && keys.length > 0 && !approvals.some(({ by }) => by.oid === oid);
  return deciders.filter(isOpen).map(({ name }) => name);
}

/** How many people are named. */
const NAMED = 5;

function sentence(names: readonly string[], others: number): string {
  const shown = names.slice(0, NAMED);
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, t`${rest} more`] : shown;
  const listed = all.length < 2 ? all.join('') : t`${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  return others > 0
    ? t`Reminded: ${listed}. The others are not told: see Details on the card.`
    : t`Reminded: ${listed}.`;
}
