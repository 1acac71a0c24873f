import type { Fault } from '../../changes/change-kind.ts';
import type {
  CreateGroupInput,
  UngroupedInput,
  UpdateGroupInput,
} from '../../changes/device-group/input/group-input.ts';
import type { EntraGroupRef } from '../../changes/device-group.ts';
import type { Actor } from './request.ts';

/**
 * `open`: being filled in; `checking`: sent, the tenant is being read; `drafted`: it became the request `requestId`;
 * `closed`: dropped, or nobody went on with it.
 */
export type FormState = 'open' | 'checking' | 'drafted' | 'closed';
export type FormInput = CreateGroupInput | UpdateGroupInput | UngroupedInput;

/** What can be chosen in the form, as read from the tenant when it was opened. */
export interface FormChoices {
  /** In rank order, without the ungrouped devices. */
  readonly groups: readonly { readonly id: number; readonly name: string }[];
  /** Entra groups that are known by name: those that hold a Defender role, and those that have access already. */
  readonly access: readonly EntraGroupRef[];
}

/**
 * A form that somebody fills in until it becomes a request. It holds what was typed, right or wrong: values survive every fault, every
 * "Edit" and every restart.
 */
export interface Form {
  /** UUID; what its cards carry. */
  readonly id: string;
  readonly tenantId: string;
  /** Grows by one with each committed step; a write names the rev it read. */
  readonly rev: number;
  readonly state: FormState;
  readonly input: FormInput;
  /** Every fault found at the last check, at the field it stands in. */
  readonly faults: readonly Fault[];
  readonly choices: FormChoices;
  readonly requester: Actor;
  /** Key of the conversation it stands in. */
  readonly origin: string;
  readonly createdAt: number;
  /** When it is closed if nobody goes on; null once it is drafted or closed. */
  readonly deadline: number | null;
  readonly requestId: string | null;
  /** What its draft was made of, to go back to when an edit is dropped; null before. */
  readonly draftedInput: FormInput | null;
}

/** True while somebody may still make something of it. */
export function isActive(form: Form): boolean {
  return form.state === 'open' || form.state === 'checking';
}
