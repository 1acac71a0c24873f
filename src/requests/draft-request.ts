import type { Change } from '../changes/change.ts';
import { asJson } from '../changes/json.ts';
import { kindOf } from '../changes/kind-of.ts';
import { AirlockError } from '../errors.ts';
import type { NewPost } from '../store/post.ts';
import type { Task } from '../store/task.ts';
import type { Answer } from './answer.ts';
import type { Parts } from './parts.ts';
import { policyVersion } from './policy.ts';
import type { Actor, Request } from './request.ts';
import { assertMayRequest } from './rights.ts';
import { say } from './say.ts';
import { stateSentence } from './state-sentence.ts';

export interface Asked {
  readonly change: Change;
  readonly actor: Actor;
  /** Where it was asked; in a personal chat the card is the requester's own. */
  readonly conversation: string;
}

/**
 * Somebody asked for a change: reads the tenant and answers with a draft to complete, or says why there is nothing to ask for.
 * Only a draft is stored; nothing is filed for what is already so, unsupported, invalid or asked for already.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors: nothing was filed.
 */
export async function draftRequest(parts: Parts, asked: Asked, task: Task): Promise<void> {
  await assertMayRequest(parts, asked.actor);
  const rules = kindOf(asked.change);
  const held = await heldBy(parts, rules.objects(asked.change));
  if (held) return answer(parts, asked, task, openAlready(held), cardOf(parts, held, asked.conversation, task.key));
  const snapshot = await parts.tenant.read([...new Set([...rules.scopes, ...rules.previewScopes])]);
  const assessment = rules.assess(asked.change, snapshot);
  if (assessment.verdict !== 'open') {
    return answer(parts, asked, task, refusal(rules.title(asked.change), assessment));
  }
  await store(parts, asked, task, rules.base(asked.change, snapshot));
}

async function heldBy(parts: Parts, objects: readonly string[]): Promise<Request | null> {
  for (const object of objects) {
    const holder = await parts.store.holder(parts.tenantId, object);
    if (holder) return holder;
  }
  return null;
}

function openAlready(held: Request): Answer {
  const text = `#${held.number}, asked for by ${held.requester.name}, is open on the same object. ${stateSentence(held)} One request at a time: decide or withdraw that one first.`;
  return {
    view: 'notice',
    data: { tone: 'warning', title: 'There is a request already', text, suggestions: [`show ${held.number}`] },
  };
}

type Refused = Exclude<ReturnType<ReturnType<typeof kindOf>['assess']>, { verdict: 'open' }>;

function refusal(title: string, assessment: Refused): Answer {
  if (assessment.verdict === 'invalid') {
    return {
      view: 'notice',
      data: {
        tone: 'warning',
        title,
        text: 'This cannot be asked for as it stands. Nothing was filed.',
        faults: assessment.faults,
      },
    };
  }
  const tone = assessment.verdict === 'already' ? 'good' : 'warning';
  return { view: 'notice', data: { tone, title, text: assessment.why, suggestions: ['status'] } };
}

async function answer(
  parts: Parts,
  asked: Asked,
  task: Task,
  what: Answer,
  card: NewPost | null = null,
): Promise<void> {
  const to = { tenantId: parts.tenantId, conversation: asked.conversation, now: parts.clock.now() };
  await parts.store.send({
    posts: [say(to, `${task.key}:answer`, what), ...(card ? [card] : [])],
    tasks: [],
    completes: task,
  });
}

/** The open request's card once more, where the second person asked. */
function cardOf(parts: Parts, request: Request, conversation: string, key: string): NewPost {
  const content = { kind: 'request', requestId: request.id, audience: 'shared', viewer: null } as const;
  return { key: `${key}:card`, tenantId: parts.tenantId, conversation, content, dueAt: parts.clock.now() };
}

async function store(parts: Parts, asked: Asked, task: Task, base: Request['base']): Promise<void> {
  const where = await parts.store.conversation(asked.conversation);
  if (!where) throw new AirlockError('not-found', 'The conversation in which this was asked is not known.');
  const now = parts.clock.now();
  const draft = newDraft(parts, asked, base, now);
  const personal = where.kind === 'personal';
  await parts.store.commit({
    request: draft,
    expectedRev: null,
    audit: [
      {
        tenantId: parts.tenantId,
        at: now,
        event: 'request.drafted',
        actor: asked.actor.oid,
        requestId: draft.id,
        data: { change: asJson(asked.change), base: asJson(base), name: asked.actor.name },
      },
    ],
    posts: [
      {
        key: `${draft.id}:card:${asked.conversation}`,
        tenantId: parts.tenantId,
        conversation: asked.conversation,
        content: {
          kind: 'request',
          requestId: draft.id,
          audience: personal ? 'requester' : 'shared',
          viewer: personal ? asked.actor.oid : null,
        },
        dueAt: now,
      },
    ],
    tasks: [],
    completes: task,
  });
}

function newDraft(parts: Parts, asked: Asked, base: Request['base'], now: number): Request {
  return {
    id: parts.ids.next(),
    number: 0,
    tenantId: parts.tenantId,
    rev: 1,
    state: 'draft',
    change: asked.change,
    base,
    digest: null,
    policyVersion: policyVersion(parts.policy),
    reason: '',
    requester: asked.actor,
    origin: asked.conversation,
    createdAt: now,
    submittedAt: null,
    deadline: now + parts.policy.draftWindow,
    approvals: [],
    closing: null,
    startedAt: null,
    waiting: null,
    handover: null,
    outcome: null,
    revertOf: null,
    formId: null,
  };
}
