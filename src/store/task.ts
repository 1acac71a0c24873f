import type { Json } from '../changes/json.ts';

/**
 * Work that waits on Defender or the directory and so never happens inside a turn.
 * `draft`: read the tenant and make the draft that was asked for; `status`: read the tenant and answer; `announce`: tell the approvers;
 * `apply`, `reconcile`: design.md rule 4; `open-form`, `check-form`: read the tenant to offer choices, to check what was filled in;
 * `revert`: read the tenant and make the draft that undoes an applied request; `remind`: say that a change waits to be applied by hand;
 * `verify`: read what can be read of a change that somebody says is applied.
 */
export const TASK_KINDS = [
  'draft',
  'status',
  'announce',
  'apply',
  'reconcile',
  'open-form',
  'check-form',
  'revert',
  'remind',
  'verify',
] as const;

export type TaskKind = (typeof TASK_KINDS)[number];

export interface NewTask {
  /** Unique among tasks not yet completed or completed: a redelivered activity enqueues nothing twice. */
  readonly key: string;
  readonly kind: TaskKind;
  readonly tenantId: string;
  readonly requestId: string | null;
  /** What the kind needs; parsed again when taken. */
  readonly payload: Json;
  readonly dueAt: number;
  /** For the log: the correlation id of the turn that asked. */
  readonly correlation: string;
}

export interface Task extends NewTask {
  readonly id: number;
  /** How often it was tried before. */
  readonly attempts: number;
  /** The claim under which it was taken. */
  readonly lease: string;
}
