import { asJson } from '../../changes/json.ts';
import type { Turn } from '../turn.ts';

/** Somebody asks what the tenant is: read and answered by a task. */
export function askStatus({ parts, sender, key, correlation }: Turn): Promise<void> {
  const task = {
    key: `${key}:status`,
    kind: 'status',
    tenantId: parts.tenantId,
    requestId: null,
    payload: asJson({ actor: sender.actor, conversation: sender.place.key }),
    dueAt: parts.clock.now(),
    correlation,
  } as const;
  return parts.store.send({ posts: [], tasks: [task] });
}
