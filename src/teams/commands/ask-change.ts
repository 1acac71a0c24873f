import { asJson } from '../../changes/json.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';

/** Somebody asks for a change: reading the tenant and drafting is a task, since Defender may take its time. */
export function askChange(
  { parts, sender, key, correlation }: Turn,
  { feature, to }: CommandOf<'change'>,
): Promise<void> {
  const payload = {
    change: { kind: 'advanced-feature', feature, to },
    actor: sender.actor,
    conversation: sender.place.key,
  };
  const task = {
    key: `${key}:draft`,
    kind: 'draft',
    tenantId: parts.tenantId,
    requestId: null,
    payload: asJson(payload),
    dueAt: parts.clock.now(),
    correlation,
  } as const;
  return parts.store.send({ posts: [], tasks: [task] });
}
