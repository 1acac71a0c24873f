import type { Fault } from '../../changes/change-kind.ts';
import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { afterPart } from '../../changes/several/after-part.ts';
import { type Part, parsePart } from '../../changes/several/part-kinds.ts';
import { BY_MADE } from '../../changes/several/several-change.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { midSentence } from '../../shared/language/in-sentences.ts';
import { say, t } from '../../shared/language/worded.ts';
import { sameName } from '../../shared/name-keys.ts';
import { tooManyDevices } from '../deciding/alone/going-alone.ts';
import { type Asker, answerMessage, replyTo } from '../messages/outbox-messages.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { lockedBy, replyLocked } from '../rules/object-lock.ts';
import { draftScopes, readTogether } from '../rules/setting-owner.ts';
import { assessDraft, draftable, namesIn, withLookedUp } from './assess.ts';
import { assertDraftRoom } from './before/draft-room.ts';
import { whyOff, whyTooLong } from './before/why-not.ts';
import { fileDraft, refusal } from './draft.ts';

/** One of several changes as somebody asked for it; an input becomes a change once the tenant is read. */
type PartWish = { readonly input: GroupInput } | { readonly change: Part };

export type AsksSeveral = Asker & {
  readonly wishes: readonly PartWish[];
  /** Where in a list each stood, counted from 1; absent where there was no list. */
  readonly rows?: readonly number[];
  readonly reason?: string | undefined;
};

/** A wish with what an answer calls it: "Row 3", "Change 2". */
type Named = { readonly wish: PartWish; readonly called: string };

/** Wishes beside the tenant: what would change, what is so already, and what cannot be, each in a sentence. */
interface Plan {
  readonly open: readonly Part[];
  /** What answers call those that would change. */
  readonly drafted: readonly string[];
  readonly already: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * Compares several wishes with the tenant, each as those before it would leave it, and drafts what is left to do as one
 * request. Says beside it what is so already and what cannot be asked for.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors: nothing was filed
 */
export async function draftSeveral(services: Services, asks: AsksSeveral, task: Task): Promise<void> {
  const asked = { ...asks, ...(await whoAsks(services, asks.actor)) };
  await assertDraftRoom(services, asked.actor, asked.conversation);
  const named = inOrder(services, asked);
  const now = await readForSeveral(services, asked.wishes);
  const plan = planOf(services, named, now);
  const [only, ...others] = plan.open;
  const title = t`${asked.wishes.length} changes as one request`;
  if (only === undefined) return replyTo(services, asked, task, nothingLeft(title, plan));
  const change: Change = others.length === 0 ? only : { kind: 'several', parts: plan.open };
  const assessment = kindOf(change).assess(change, now);
  if (assessment.verdict !== 'open') return replyTo(services, asked, task, refusal(title, assessment));
  const locking = await lockedBy(services, change);
  if (locking) return replyLocked(services, asked, task, locking);
  const found = draftable(change, now);
  const tooLong = whyTooLong(services, found);
  if (tooLong) return replyTo(services, asked, task, refusal(title, { verdict: 'unsupported', why: tooLong }));
  const messages = told(services, asked, task, plan);
  await fileDraft(services, asked, found, task, null, () => ({ messages }));
}

async function readForSeveral(services: Services, wishes: readonly PartWish[]): Promise<TenantSnapshot> {
  const scopes = [...new Set(wishes.flatMap((wish) => draftScopes(wish)))];
  const { tenant, supported } = services;
  const on = wishes.flatMap((wish) => ('change' in wish && !whyOff(services, wish.change) ? [wish.change] : []));
  const read = await readTogether({ tenant, supported }, scopes, 'recent', on);
  return withLookedUp(
    services,
    tenant,
    read,
    wishes.flatMap((wish) => ('input' in wish ? [wish.input] : [])),
  );
}

/** What a person applies comes first: a supported API writes the rest once that is done. */
function inOrder({ tenant }: Services, { wishes, rows }: AsksSeveral): readonly Named[] {
  const named = wishes.map((wish, at) => ({ wish, called: rows ? t`Row ${rows[at]}` : t`Change ${at + 1}` }));
  if (tenant.applies === 'automatically') return named;
  const isByApi = ({ wish }: Named) => 'change' in wish && isApiChange(wish.change);
  return [...named.filter((one) => !isByApi(one)), ...named.filter(isByApi)];
}

function planOf(services: Services, named: readonly Named[], now: TenantSnapshot): Plan {
  const plan = { open: [] as Part[], drafted: [] as string[], already: [] as string[], faults: [] as Fault[] };
  let tenant = now;
  for (const { wish, called } of named) {
    const found = isByMade(wish, tenant, now) ? made() : assessWish(services, wish, tenant);
    if (found.verdict === 'open') {
      tenant = afterPart(found.part, tenant, plan.open.length);
      plan.open.push(found.part);
      plan.drafted.push(called);
    } else if (found.verdict === 'already') plan.already.push(`${called}: ${found.why}`);
    else {
      const messages = found.verdict === 'invalid' ? found.faults.map(({ message }) => message) : [found.why];
      plan.faults.push(...messages.map((message) => ({ field: 'parts', message: `${called}: ${message}` })));
    }
  }
  return plan;
}

type Found =
  | { readonly verdict: 'open'; readonly part: Part }
  | Exclude<ReturnType<typeof assessDraft>, { verdict: 'open' }>;

function made() {
  return { verdict: 'unsupported', why: say(BY_MADE) } as const;
}

/** Whether a wish names a group that is there only because a wish before it creates it. */
function isByMade(wish: PartWish, { groups = [] }: TenantSnapshot, now: TenantSnapshot): boolean {
  const made = groups.filter(({ id }) => !now.groups?.some((group) => group.id === id));
  return 'input' in wish && namesIn(wish.input).some((name) => made.some((group) => sameName(group.name, name)));
}

function assessWish(services: Services, wish: PartWish, tenant: TenantSnapshot): Found {
  const off = 'change' in wish ? whyOff(services, wish.change) : null;
  const found = off ?? assessDraft(wish, tenant);
  if (found.verdict !== 'open') return found;
  const tooMany = tooManyDevices(services.policy.deviceActs, found.change);
  return tooMany === null
    ? { verdict: 'open', part: parsePart(found.change) }
    : { verdict: 'unsupported', why: tooMany };
}

function nothingLeft(title: string, { already, faults }: Plan): ReturnType<typeof refusal> {
  if (faults.length === 0) return refusal(title, { verdict: 'already', why: already.join(' ') });
  const all = [...faults, ...already.map((message) => ({ field: 'parts', message }))];
  return refusal(title, { verdict: 'invalid', faults: all });
}

/** What of the list is not in the draft, and why; nothing where all of it is. */
function told(
  services: Services,
  { conversation, wishes }: AsksSeveral,
  task: Task,
  { open, drafted, already, faults }: Plan,
): readonly NewOutboxMessage[] {
  if (open.length === wishes.length) return [];
  const inDraft = t`${open.length} of ${wishes.length} changes are in the draft: ${midSentence(drafted.join(', '))}.`;
  const text = [inDraft, ...already].join(' ');
  const data = {
    tone: faults.length > 0 ? 'warning' : 'info',
    title: t`Not all of the list is in the draft`,
    text,
    ...(faults.length > 0 && { faults }),
  } as const;
  const to = { tenantId: services.tenantId, conversation, now: services.clock.now() };
  return [answerMessage(to, `${task.key}:plan`, { view: 'notice', data })];
}
