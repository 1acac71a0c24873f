import { findGroup, type NotFound } from '../../changes/device-group/input/find-names.ts';
import type { FormInput, FormRequest, PlaceInput } from '../../changes/device-group/input/group-input.ts';
import { inputOfGroup } from '../../changes/device-group/input/input-of-change.ts';
import { filledParts, withWished } from '../../changes/device-group/input/prefill.ts';
import { withoutUntouched } from '../../changes/device-group/input/touched-fields.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { FormId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import { type Form, isActive } from '../record/form.ts';
import type { Actor } from '../record/request.ts';

interface Start {
  readonly input: FormInput;
  /** What the tenant holds of the group; null for a new one. */
  readonly opened: FormInput | null;
  readonly filled: NonNullable<Form['filled']>;
}

type Started = Start | NotFound;

/** The initial values of the form, with what was typed already. */
export function startOf(opens: FormRequest, now: TenantSnapshot): Started {
  if (opens.kind === 'device-group.create') {
    const { fields = {}, place } = opens;
    const empty = { name: '', description: '', level: '', conditions: [], access: [] };
    const at = place && placeIn(place, now);
    const input = { kind: opens.kind, fields: { ...empty, ...fields }, ...(at && { place: at }) };
    return { input, opened: null, filled: { from: 'words', parts: filledParts(fields, at !== undefined) } };
  }
  const found = standingOf(opens.kind === 'device-group.update' ? { name: opens.name } : null, now);
  if ('why' in found) return found;
  const parts = filledParts(opens.fields ?? {}, false, opens.among);
  return { input: withWished(found.input, opens), opened: found.input, filled: { from: 'words', parts } };
}

/** The same with what somebody had filled in before; what they had not touched is as the tenant has it now. */
export function startAgain({ tenant }: Services, form: Form, now: TenantSnapshot): Started {
  const { input, opened } = form;
  if (input.kind === 'device-group.create') {
    const { fields, place } = input;
    const typed = Object.entries(fields).filter(([, value]) => value.length > 0);
    return { input, opened: null, filled: { from: 'form', parts: filledParts(Object.fromEntries(typed), !!place) } };
  }
  const found = standingOf(input.kind === 'device-group.update' ? input.group : null, now);
  if ('why' in found) return found;
  const standing = { fields: opened ? [opened.fields] : [], anySystem: tenant.applies === 'by-hand' };
  const touched = withoutUntouched(input, opened, standing);
  const fields = 'fields' in touched ? touched.fields : {};
  const parts = filledParts(fields, false);
  return { input: withWished(found.input, { fields }), opened: found.input, filled: { from: 'form', parts } };
}

type Reference = Parameters<typeof findGroup>[0];

/** The form of a group as the tenant has it; null for the ungrouped devices. */
function standingOf(group: Reference | null, now: TenantSnapshot): { readonly input: FormInput } | NotFound {
  if (group !== null) {
    const one = findGroup(group, now.groups ?? [], now);
    return 'found' in one ? { input: inputOfGroup(one.found) } : one;
  }
  const rest = now.groups?.find(({ ungrouped }) => ungrouped);
  return rest
    ? { input: inputOfGroup(rest) }
    : { why: t`Defender did not list the ungrouped devices, so they cannot be changed now.` };
}

/** The form offers places beside the groups that there are; a name of none stays as it was typed. */
function placeIn(place: PlaceInput, now: TenantSnapshot): PlaceInput {
  if (!('group' in place)) return place;
  const listed = (now.groups ?? []).filter(({ ungrouped }) => !ungrouped);
  const one = findGroup(place.group, now.groups ?? [], now);
  if (!('found' in one)) return place;
  if (place.at === 'before') return { at: 'before', group: { id: one.found.id } };
  const next = listed[listed.findIndex(({ id }) => id === one.found.id) + 1];
  return next ? { at: 'before', group: { id: next.id } } : { at: 'last' };
}

/**
 * The form that somebody closed, or that was closed for them.
 * @throws AirlockError not-found
 */
export async function closedForm({ store, tenantId }: Services, formId: FormId, actor: Actor): Promise<Form> {
  const form = await store.form(tenantId, formId);
  if (form && form.requester.oid === actor.oid && !isActive(form)) return form;
  throw new AirlockError('not-found', t`What was filled in is not stored any more. Write the command again.`);
}
