import type { Change } from '../../../src/changes/registry/change.ts';
import { assessDraft, readForDraft } from '../../../src/requests/drafting/assess.ts';
import { draftStep } from '../../../src/requests/drafting/draft.ts';
import { requestCardMessage } from '../../../src/requests/messages/outbox-messages.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import { askedHash, cardDigest, DIGEST_VERSION, digestOf, policyVersion } from '../../../src/requests/record/digest.ts';
import { advance } from '../../../src/requests/rules/advance.ts';
import { whoAsks } from '../../../src/requests/rules/four-eyes.ts';
import { evidenceOf } from '../../../src/requests/rules/people/known-person.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { conversationKey, entraObjectId } from '../../../src/shared/ids.ts';
import { asJson } from '../../../src/shared/json.ts';

/** What a press on a request's card carries, and where the card stands. */
export interface Pressable {
  readonly conversation: string;
  readonly data: { readonly requestId: string; readonly rev: number; readonly digest: string | null };
}

const ALICE = entraObjectId.parse(PEOPLE_IDS.alice);
const REASON = 'Pilot finished without complaints, see CHG-1042';

/**
 * Files so many requests that wait for a decision, each with its steps in the record, a card in a thread of its own and
 * two in personal chats. They all ask for the same, so none of them locks its object.
 */
export async function filePending(
  services: Services,
  count: number,
  serviceUrl: string,
): Promise<readonly Pressable[]> {
  const change = await aChange(services);
  const assessed = assessDraft({ change }, await readForDraft(services, { change }));
  if (assessed.verdict !== 'open') throw new AirlockError('internal', `cannot be asked for: ${assessed.verdict}`);
  const asks = await whoAsks(services, { oid: ALICE });
  const standing = await services.directory.standing(ALICE, services.policy.requesters);
  if (!standing) throw new AirlockError('internal', 'nobody asks');
  const evidence = evidenceOf(standing, services.policy.people);
  const pressable: Pressable[] = [];
  for (let at = 0; at < count; at += 1) {
    const conversation = conversationKey.parse(`19:soc@thread.tacv2;messageid=${at}`);
    const step = draftStep(services, { ...assessed, ...asks, conversation, formId: null, revertOf: null });
    const messages = await cardsOf(services, step.request.id, { at, serviceUrl });
    const draft = await services.store.commit({ ...step, messages });
    if (draft.state !== 'draft') throw new AirlockError('internal', 'no draft');
    const now = services.clock.now();
    const asked = {
      reason: REASON,
      policyVersion: policyVersion(services.policy),
      digestVersion: DIGEST_VERSION,
    } as const;
    const fields = {
      ...{ ...asked, digest: digestOf({ ...draft, ...asked }), submittedAt: now, deadline: now + 3_600_000 },
      ...{ requester: asks.actor, requesterEvidence: evidence },
    };
    const facts = { asked: askedHash(asJson(draft.change), asJson(draft.base)), ...asked };
    const pending = await advance(services, draft, { event: 'submit', actor: asks.actor, fields, facts });
    const { id: requestId, rev } = pending;
    pressable.push({ conversation, data: { requestId, rev, digest: cardDigest(pending) } });
  }
  return pressable;
}

/** A group whose devices are to be treated in another way. */
async function aChange({ tenant }: Services): Promise<Change> {
  const { groups } = await tenant.read(['groups'], 'now');
  const group = groups?.find(({ ungrouped, level }) => !ungrouped && level !== 'full');
  if (!group) throw new AirlockError('internal', 'The sandbox has no group to change.');
  return { kind: 'device-group.update', group: { id: group.id, name: group.name }, set: { level: 'full' } };
}

async function cardsOf(
  services: Services,
  id: Parameters<typeof requestCardMessage>[1],
  { at, serviceUrl }: { readonly at: number; readonly serviceUrl: string },
) {
  const { store, tenantId, clock } = services;
  const places = [`19:soc@thread.tacv2;messageid=${at}`, `a:bob-${at}`, `a:carol-${at}`].map((key) =>
    conversationKey.parse(key),
  );
  for (const key of places)
    await store.rememberConversation({
      ...{ key, tenantId, serviceUrl, botId: '28:airlock', seenAt: clock.now() },
      kind: key.startsWith('19:') ? 'channel' : 'personal',
    });
  return places.map((conversation) =>
    requestCardMessage(services, id, { key: `${id}:card:${conversation}`, conversation }),
  );
}
