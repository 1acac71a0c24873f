import { type Base, sameObjects } from '../../changes/base.ts';
import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { type GroupChange, subjectOf } from '../../changes/device-group/model/group-change.ts';
import { feature } from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge/knowledge.ts';
import type { Sight } from '../../changes/knowledge/sight.ts';
import { sourceWords } from '../../changes/knowledge/source-words.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { AirlockError, errorFields, isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { inEnglish, msg, say, t } from '../../shared/language/worded.ts';
import { REMEMBERED_PARTS } from '../knowing/known-facts.ts';
import type { NoticeData } from '../messages/answers.ts';
import { answerMessage, inLanguageOf } from '../messages/outbox-messages.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { policyVersion } from '../record/digest.ts';
import type { Fact } from '../record/fact.ts';
import type { DraftRequest, Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { readForDraft } from './assess.ts';

/** How many drafts are drawn anew at once; the others say at their submit what became known. */
const REDRAWN = 20;

/**
 * Draws everybody's drafts anew that are about what somebody saw in the portal. What hinders one hinders no other: its
 * submit says what became known.
 * @param seer who said it: they know, and everybody else whose draft it is is told
 */
export async function redrawDrafts(services: Services, sight: Sight, seer: EntraObjectId): Promise<void> {
  const { store, tenantId, log } = services;
  const drafts = await store.drafts(tenantId, { limit: REDRAWN }, (number, fault) =>
    log.error({ number, ...errorFields(fault) }, 'draft left out of those to draw anew'),
  );
  for (const draft of drafts.filter(({ change }) => isAbout(change, sight))) {
    try {
      if (draft.state === 'draft') await redraw(services, draft, await readForDraft(services, draft), { seer });
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      log.warn({ number: draft.number, ...errorFields(error) }, 'draft not drawn anew');
    }
  }
}

/** What is known of one group decides which devices every change of groups moves. */
function isAbout(change: Change, sight: Sight): boolean {
  const parts = partsOf(change);
  if (!('feature' in sight)) return parts.some(isGroupChange);
  return parts.some((part) => part.kind === 'advanced-feature' && part.feature === sight.feature);
}

/** Why a draft is drawn anew: somebody sends it, with this reason; or somebody said what they see in the portal. */
type RedrawnBy = { readonly reason: string } | { readonly seer: EntraObjectId };

/** A draft that asks for what is so already, or makes no sense any more, stays as it is: who submits it is told. */
async function redraw(services: Services, draft: DraftRequest, now: TenantSnapshot, by: RedrawnBy): Promise<boolean> {
  const rules = kindOf(draft.change);
  if (rules.assess(draft.change, now).verdict !== 'open') return false;
  const base = inEnglish(() => rules.base(draft.change, now));
  if (isSame(base, draft.base)) return false;
  const isTold = 'reason' in by || by.seer !== draft.requester.oid;
  await advance(services, draft, {
    event: 'revise',
    actor: null,
    fields: {
      change: draft.change,
      base,
      ...('reason' in by && { reason: by.reason }),
      deadline: services.clock.now() + services.policy.draftWindow,
      policyVersion: policyVersion(services.policy),
    },
    facts: { change: asJson(draft.change), base: asJson(base) },
    affected: rules.affected(draft.change, now),
    messages: isTold ? [await redrawnMessage(services, draft, base, by)] : [],
  });
  return true;
}

/**
 * The card in the chat changes without a sound, and with it goes what a press on it was answered, so a message says
 * what became known and whether anything was sent.
 */
async function redrawnMessage(
  services: Services,
  draft: DraftRequest,
  base: Base,
  by: RedrawnBy,
): Promise<NewOutboxMessage> {
  const { store, tenantId, clock } = services;
  const { id, rev, requester, origin } = draft;
  const [contact] = await store.contacts(tenantId, [requester.oid]);
  const conversation = contact?.personal ?? origin;
  const to = { tenantId, conversation, now: clock.now() };
  return inLanguageOf(services, conversation, () =>
    answerMessage(to, `${id}:redrawn:${rev}`, { view: 'notice', data: redrawnNotice(draft, base, by) }),
  );
}

function redrawnNotice({ number, change, base: drawn }: DraftRequest, base: Base, by: RedrawnBy): NoticeData {
  const before = kindOf(change).diff(change, drawn);
  const known = kindOf(change)
    .diff(change, base)
    .filter(({ label, from }) => before.find((row) => row.label === label)?.from !== from)
    .map(({ label, from, source }) => `${label}: ${from}${source ? `, ${sourceWords(source)}` : ''}.`);
  const what = known.length > 0 ? known.join(' ') : t`What would follow for devices is another now.`;
  const next =
    'reason' in by ? t`Look at it, and send it again: your reason is kept.` : t`Look at it before you send it.`;
  return {
    tone: 'warning',
    title: 'reason' in by ? t`#${number} was not sent` : t`Your draft #${number} was drawn anew`,
    text: t`Meanwhile this became known: ${what} The draft shows it now. ${next}`,
    suggestions: [`show ${number}`],
  };
}

function isSame(one: Base, other: Base): boolean {
  return sameObjects(one, other) && canonical(asJson(one.preview)) === canonical(asJson(other.preview));
}

/**
 * Nobody submits what they drafted by less than is known by then: a draft about a switch shows it from now on, and
 * everybody is told what became known.
 * @param reason as it would be sent; a draft that is drawn anew keeps it
 * @throws AirlockError wrong-state where nothing is left to ask for; card-outdated where the draft must be looked at
 *   again; rev-conflict
 */
export async function assertNothingNewer(services: Services, draft: DraftRequest, reason: string): Promise<void> {
  const { change } = draft;
  if (change.kind === 'advanced-feature') return assertSwitchAsDrawn(services, draft, change, reason);
  for (const part of partsOf(change)) {
    if (part.kind === 'advanced-feature') await assertPartAsDrawn(services, draft, part);
    else if (isGroupChange(part)) await assertGroupAsDrawn(services, draft, part);
  }
}

async function assertPartAsDrawn(
  services: Services,
  draft: DraftRequest,
  change: Extract<Change, { kind: 'advanced-feature' }>,
): Promise<void> {
  const key = featureKey(change.feature);
  const fact = (await newerFacts(services, draft, key)).find((one) => one.key === key);
  if (!fact) return;
  const what = t`Meanwhile more became known of ${say(feature(change.feature).title)}, ${sourceWords(fact.source)}`;
  throw new AirlockError('card-outdated', t`${what}. Nothing was sent. ${say(WRITE_AGAIN)}`);
}

const WRITE_AGAIN = msg`Discard this draft and write the command again.`;

async function assertSwitchAsDrawn(
  services: Services,
  draft: DraftRequest,
  change: Extract<Change, { kind: 'advanced-feature' }>,
  reason: string,
): Promise<void> {
  const key = featureKey(change.feature);
  const fact = (await newerFacts(services, draft, key)).find((one) => one.key === key);
  if (!fact) return;
  const state = fact.value === 'on' || fact.value === 'off' ? fact.value : 'unread';
  const now: TenantSnapshot = {
    tenantId: services.tenantId,
    readAt: services.clock.now(),
    product: 'unknown',
    features: { [change.feature]: state },
    sources: { [key]: fact.source },
  };
  const assessment = kindOf(change).assess(change, now);
  const isRedrawn = await redraw(services, draft, now, { reason });
  if (assessment.verdict === 'already')
    throw new AirlockError('wrong-state', t`${assessment.why} Nothing was sent: discard this draft.`);
  const title = say(feature(change.feature).title);
  const what =
    state === 'unread'
      ? t`${title} was changed outside Airlock, so it is not known any more whether it is on or off`
      : t`${title} is ${say(state)}, ${sourceWords(fact.source)}`;
  if (isRedrawn) throw new AirlockError('card-outdated', t`Meanwhile this became known: ${what}. ${say(LOOK)}`);
}

const LOOK = msg`The draft shows it now. Look at it, and send it again.`;

async function assertGroupAsDrawn(services: Services, draft: DraftRequest, change: GroupChange): Promise<void> {
  const subject = subjectOf(change);
  if (subject === 'new') return;
  const group = subject === 'ungrouped' ? subject : subject.id;
  const keys = REMEMBERED_PARTS.map((part) => groupKey(group, part));
  const newer = (await newerFacts(services, draft, 'group:')).filter(({ key }) => keys.includes(key));
  const [first] = newer;
  if (!first) return;
  const name = 'group' in change ? t`device group "${change.group.name}"` : t`the ungrouped devices`;
  const again =
    draft.formId === null ? say(WRITE_AGAIN) : t`Press Edit and send the form, or discard this draft and ask again.`;
  const what = t`Meanwhile more became known of ${name}, ${sourceWords(first.source)}`;
  throw new AirlockError('card-outdated', t`${what}. Nothing was sent. ${again}`);
}

/**
 * What became known since the draft was drawn, besides by a reading: where readings tell, the approval is compared with
 * another one.
 */
async function newerFacts(
  { store, tenantId, policy }: Services,
  { deadline }: Pick<Request, 'deadline'>,
  prefix: string,
): Promise<readonly Fact[]> {
  const drawnAt = (deadline ?? 0) - policy.draftWindow;
  const facts = await store.facts(tenantId, prefix, () => {});
  return facts.filter(({ changedAt, source }) => changedAt > drawnAt && source.kind !== 'read');
}
