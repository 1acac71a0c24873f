import type { Base } from '../changes/base.ts';
import type { Task } from '../store/task.ts';
import { advance } from './advance.ts';
import type { Parts } from './parts.ts';
import type { ClosingCode, Request } from './request.ts';

export interface VoidCause {
  readonly code: ClosingCode;
  /** A sentence on what was found and what to do. */
  readonly why: string;
  /** The base as it is now, where drift was found. */
  readonly now?: Base;
}

/** Ends a request that no longer is what was asked for: it becomes stale, certainly with nothing written. */
export function voidRequest(
  parts: Parts,
  request: Request,
  cause: VoidCause,
  completes: Task | null = null,
): Promise<Request> {
  return advance(parts, request, {
    event: 'void',
    role: 'service',
    actor: null,
    patch: { closing: { code: cause.code, by: null, at: parts.clock.now(), note: cause.why, now: cause.now ?? null } },
    facts: { cause: cause.code, now: cause.now ? { objects: cause.now.objects, preview: cause.now.preview } : null },
    completes,
  });
}
