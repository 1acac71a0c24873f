import type { NotFound } from '../../changes/device-group/input/find-names.ts';
import type { FormInput, FormRequest } from '../../changes/device-group/input/group-input.ts';
import { formOfGroup } from '../../changes/device-group/input/other-name.ts';
import { groupsIn } from '../../changes/device-group/model/groups-in.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { type EntraObjectId, type FormId, formId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { choicesOf } from '../drafting/assess.ts';
import { withAsked } from '../knowing/asked-groups.ts';
import type { Answer } from '../messages/answers.ts';
import { type Asker, becomes, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Form, FormChoices } from '../record/form.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { closedForm, startAgain, startOf } from './start-form.ts';

/** Which form to open, with what of a closed one, and why. */
export interface Opening {
  readonly opens: FormRequest;
  readonly from?: FormId | undefined;
  readonly reason?: string | undefined;
}

/**
 * Reads the device groups and answers with a form to fill in, or explains why no form was opened.
 * @throws AirlockError not-allowed, not-found, directory-unavailable and the tenant's errors: no form was opened.
 */
export async function openForm(services: Services, asks: Asker & Opening, task: Task): Promise<void> {
  const { actor } = await whoAsks(services, asks.actor);
  const asked = { ...asks, actor };
  await assertRoom(services, asked.actor.oid);
  const listed = await services.tenant.read(['groups'], 'recent');
  const now = await withAsked(services, listed, 'name' in asked.opens ? [asked.opens.name] : []);
  const read = groupsIn(now);
  if ('why' in read) return replyTo(services, asked, task, noForm(read.why));
  const closed = asked.from === undefined ? null : await closedForm(services, asked.from, asked.actor);
  const start = closed ? startAgain(services, closed, now) : startOf(asked.opens, now);
  if ('why' in start) return replyTo(services, asked, task, noForm(start.why, nearForms(asked.opens, start)));
  const where = await services.store.conversation(asked.conversation);
  if (!where) throw new AirlockError('not-found', t`The conversation in which this was asked is not known.`);
  const { opened, filled } = start;
  const tags = services.supported.kinds.includes('device-tags') ? ({ tags: true } as const) : {};
  const choices = { ...choicesOf(now), ...(await goneFrom(services, start.input)), ...tags };
  const form = {
    ...newForm(services, asked, start.input, choices),
    ...(opened && { opened }),
    ...(filled.parts.length > 0 && { filled }),
    ...(asked.reason && { reason: asked.reason }),
  };
  const viewer = where.kind === 'personal' ? form.requester.oid : null;
  const content = { kind: 'form', formId: form.id, viewer } as const;
  const replacements = [becomes(services, asked, `${form.id}:form:${form.origin}`, content)];
  await services.store.send({
    messages: [],
    replacements,
    tasks: [],
    form: { form, expectedRev: null },
    completes: task,
  });
}

/** Limits open forms per person, so that nobody can flood the store. The limit is the one for open requests. */
async function assertRoom(services: Services, oid: EntraObjectId): Promise<void> {
  const open = await services.store.openForms(services.tenantId, oid);
  const most = services.policy.openPerPerson;
  if (open < most) return;
  throw new AirlockError(
    'not-allowed',
    t`You have ${open} forms open; the limit is ${most}. Send or discard one first.`,
  );
}

/** How many Entra groups of one device group are looked up. */
const LOOKED_UP = 20;

/**
 * Which Entra groups that have access are gone from the directory. A directory that does not answer opens the form all
 * the same: then nothing is said of them.
 */
async function goneFrom(services: Services, { fields }: FormInput): Promise<Pick<FormChoices, 'gone'>> {
  const { access = [] } = fields;
  if (access.length === 0) return {};
  try {
    return { gone: await services.directory.goneGroups(access.slice(0, LOOKED_UP)) };
  } catch (error) {
    if (isAirlockError(error, 'directory-unavailable')) return {};
    throw error;
  }
}

/** The same form of each group that may be meant, where nothing was typed that it would lose. */
function nearForms(opens: FormRequest, { near = [] }: NotFound): readonly string[] {
  if ('fields' in opens || 'among' in opens) return [];
  return near.flatMap((name) => formOfGroup(name) ?? []);
}

function noForm(why: string, near: readonly string[] = []): Answer {
  const data = { tone: 'warning', title: t`No form was opened`, text: why, suggestions: [...near, 'status'] } as const;
  return { view: 'notice', data };
}

function newForm(services: Services, { actor, conversation }: Asker, input: FormInput, choices: FormChoices): Form {
  const now = services.clock.now();
  return {
    id: formId.parse(services.ids.next()),
    tenantId: services.tenantId,
    rev: 1,
    state: 'open',
    input,
    draftedInput: null,
    faults: [],
    choices,
    requester: actor,
    origin: conversation,
    createdAt: now,
    deadline: now + services.policy.draftWindow,
    requestId: null,
  };
}
