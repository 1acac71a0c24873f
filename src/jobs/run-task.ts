import { z } from 'zod';
import { applyRequest } from '../requests/applying/apply.ts';
import { reconcileRequest } from '../requests/applying/reconcile.ts';
import { verifyRequest } from '../requests/applying/verify.ts';
import { draftRequest } from '../requests/drafting/draft.ts';
import { revertRequest } from '../requests/drafting/revert.ts';
import {
  checkFormPayload,
  draftPayload,
  openFormPayload,
  revertPayload,
  statusPayload,
} from '../requests/drafting/task-inputs.ts';
import { checkForm } from '../requests/forms/check-form.ts';
import { openForm } from '../requests/forms/open-form.ts';
import { say } from '../requests/messages/outbox-messages.ts';
import { announceRequest } from '../requests/notifying/announce.ts';
import { remindRequest } from '../requests/notifying/remind.ts';
import { tenantStatus } from '../requests/notifying/tenant-status.ts';
import type { Task } from '../requests/ports/outbox.ts';
import type { Parts } from '../requests/ports/services.ts';
import { type AirlockError, isAirlockError } from '../shared/errors.ts';

/** Does one claimed task by calling its verb; a task that cannot be done now is postponed, one that answers somebody always answers. */
export async function runTask(parts: Parts, task: Task, leaseEnds: number): Promise<void> {
  switch (task.kind) {
    case 'draft': {
      const asked = draftPayload.parse(task.payload);
      return answering(parts, task, asked.conversation, 'Nothing was filed', () => draftRequest(parts, asked, task));
    }
    case 'status': {
      const { conversation } = statusPayload.parse(task.payload);
      return answering(parts, task, conversation, 'The status could not be read', () =>
        answerStatus(parts, task, conversation),
      );
    }
    case 'open-form': {
      const asked = openFormPayload.parse(task.payload);
      return answering(parts, task, asked.conversation, 'No form was opened', () => openForm(parts, asked, task));
    }
    case 'check-form':
      return checkForm(parts, checkFormPayload.parse(task.payload), task);
    case 'revert': {
      const asked = revertPayload.parse(task.payload);
      return answering(parts, task, asked.conversation, 'Nothing was filed', () => revertRequest(parts, asked, task));
    }
    case 'announce':
      return announceRequest(parts, task, requestOf(task));
    case 'apply':
      return applyRequest(parts, task, requestOf(task), leaseEnds);
    case 'reconcile':
      return reconcileRequest(parts, task, requestOf(task));
    case 'remind':
      return remindRequest(parts, task, requestOf(task));
    case 'verify':
      return verifyRequest(parts, task, requestOf(task));
  }
}

function requestOf(task: Task): string {
  return z.string().parse(task.requestId);
}

async function answerStatus(parts: Parts, task: Task, conversation: string): Promise<void> {
  const answer = await tenantStatus(parts);
  const to = { tenantId: parts.tenantId, conversation, now: parts.clock.now() };
  await parts.store.send({ posts: [say(to, `${task.key}:answer`, answer)], tasks: [], completes: task });
}

/** A person waits: a coded refusal is said to them in place of the answer. Races are for the loop to try again. */
async function answering(
  parts: Parts,
  task: Task,
  conversation: string,
  title: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
    parts.log.warn({ task: task.kind, code: error.code, correlation: task.correlation }, 'answered with a refusal');
    parts.meter.count('refusals', { code: error.code });
    await parts.store.send({
      posts: [refusalPost(parts, task, conversation, title, error)],
      tasks: [],
      completes: task,
    });
  }
}

function refusalPost(parts: Parts, task: Task, conversation: string, title: string, error: AirlockError) {
  const to = { tenantId: parts.tenantId, conversation, now: parts.clock.now() };
  const tone = error.code === 'not-allowed' ? 'warning' : 'attention';
  return say(to, `${task.key}:answer`, { view: 'notice', data: { tone, title, text: error.message } });
}
