import { asJson } from '../../changes/json.ts';
import type { NewTask } from '../../store/task.ts';
import type { Turn } from '../turn.ts';

/**
 * Leaves to a task what somebody asked for, since Defender may take its time: the task learns who asked and where to answer. Once, however
 * often the activity is delivered.
 */
export function enqueue(
  { parts, sender, key, correlation }: Turn,
  kind: Extract<NewTask['kind'], 'draft' | 'status' | 'open-form' | 'revert'>,
  asked: object,
): Promise<void> {
  const task: NewTask = {
    key: `${key}:${kind}`,
    kind,
    tenantId: parts.tenantId,
    requestId: null,
    payload: asJson({ ...asked, actor: sender.actor, conversation: sender.place.key }),
    dueAt: parts.clock.now(),
    correlation,
  };
  return parts.store.send({ posts: [], tasks: [task] });
}
