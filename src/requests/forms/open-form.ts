import { findGroup } from '../../changes/device-group/input/find-names.ts';
import { wishOfGroup } from '../../changes/device-group/input/input-of-change.ts';
import type { DeviceGroup } from '../../changes/device-group/model/device-group.ts';
import { groupsIn } from '../../changes/device-group/model/groups-in.ts';
import { AirlockError } from '../../shared/errors.ts';
import { choicesOf } from '../drafting/assess.ts';
import type { Answer } from '../messages/answers.ts';
import { type Asker, answerAsker } from '../messages/outbox-messages.ts';
import type { NewPost, Task } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import type { Form, FormChoices, FormWish } from '../record/form.ts';
import { assertMayRequest } from '../rules/eligibility.ts';

/** Which form is asked for; a group to edit by its name as typed. */
export type Opens =
  | { readonly kind: 'device-group.create' }
  | { readonly kind: 'device-group.update'; readonly name: string }
  | { readonly kind: 'ungrouped-devices' };

/**
 * Somebody asked for a form: reads the device groups and answers with a form to fill in, or says why there is none.
 * @throws AirlockError not-allowed, not-found, directory-unavailable and the tenant's errors: no form was opened.
 */
export async function openForm(parts: Parts, asked: Asker & { readonly opens: Opens }, task: Task): Promise<void> {
  await assertMayRequest(parts, asked.actor);
  await assertRoom(parts, asked.actor.oid);
  const now = await parts.tenant.read(['groups'], 'recent');
  const read = groupsIn(now);
  if ('why' in read) return answerAsker(parts, asked, task, noForm(read.why));
  const start = startOf(asked.opens, read.groups);
  if ('why' in start) return answerAsker(parts, asked, task, noForm(start.why));
  const where = await parts.store.conversation(asked.conversation);
  if (!where) throw new AirlockError('not-found', 'The conversation in which this was asked is not known.');
  const form = newForm(parts, asked, start.wish, choicesOf(now));
  const posts = [cardOf(parts, form, where.kind === 'personal')];
  await parts.store.send({ posts, tasks: [], form: { form, expectedRev: null }, completes: task });
}

/** One person cannot flood the store: as many forms as requests. */
async function assertRoom(parts: Parts, oid: string): Promise<void> {
  const open = await parts.store.openForms(parts.tenantId, oid);
  const most = parts.policy.openPerPerson;
  if (open < most) return;
  throw new AirlockError(
    'not-allowed',
    `You have ${open} forms open, and ${most} is the most. Send or discard one first.`,
  );
}

/** What stands in the form at first. */
function startOf(opens: Opens, groups: readonly DeviceGroup[]): { readonly wish: FormWish } | { readonly why: string } {
  switch (opens.kind) {
    case 'device-group.create':
      return {
        wish: { kind: opens.kind, fields: { name: '', description: '', level: '', conditions: [], access: [] } },
      };
    case 'device-group.update': {
      const group = findGroup({ name: opens.name }, groups);
      return 'found' in group ? { wish: wishOfGroup(group.found) } : group;
    }
    case 'ungrouped-devices': {
      const rest = groups.find(({ ungrouped }) => ungrouped);
      return rest
        ? { wish: wishOfGroup(rest) }
        : { why: 'Defender did not list the ungrouped devices, so they cannot be changed now.' };
    }
  }
}

function noForm(why: string): Answer {
  const data = { tone: 'warning', title: 'No form was opened', text: why, suggestions: ['status'] } as const;
  return { view: 'notice', data };
}

function newForm(parts: Parts, { actor, conversation }: Asker, wish: FormWish, choices: FormChoices): Form {
  const now = parts.clock.now();
  return {
    id: parts.ids.next(),
    tenantId: parts.tenantId,
    rev: 1,
    state: 'open',
    wish,
    draftedWish: null,
    faults: [],
    choices,
    requester: actor,
    origin: conversation,
    createdAt: now,
    deadline: now + parts.policy.draftWindow,
    requestId: null,
  };
}

function cardOf(parts: Parts, form: Form, personal: boolean): NewPost {
  return {
    key: `${form.id}:form:${form.origin}`,
    tenantId: parts.tenantId,
    conversation: form.origin,
    content: { kind: 'form', formId: form.id, viewer: personal ? form.requester.oid : null },
    dueAt: parts.clock.now(),
  };
}
