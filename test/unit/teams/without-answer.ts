import { z } from 'zod';
import type { Task } from '../../../src/requests/ports/outbox.ts';

/** What a task needs, without what its answer needs. */
export function withoutAnswer(task: Task | null) {
  const { card: _card, wish: _wish, ...rest } = z.record(z.string(), z.unknown()).parse(task?.payload);
  return rest;
}
