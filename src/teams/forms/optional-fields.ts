import type { PlaceInput } from '../../changes/device-group/input/group-input.ts';
import { OS_WORDS, osExact, osNamed } from '../../changes/device-group/model/os-names.ts';
import type { Form } from '../../requests/record/form.ts';
import { t } from '../../shared/language/worded.ts';
import { LENGTHS, type Section, type ShownText, sanitise } from '../cards/parts/shown-text.ts';
import { choiceTitle } from '../cards/parts/wording.ts';
import type { FormFaults } from './form-faults.ts';
import { accessChoices, formRows, INPUT_LENGTHS, shownFields } from './form-inputs.ts';
import type { FormLayout } from './form-layout.ts';
import type { Choice, ChoiceField, OptionalFields, PlaceField, TextField } from './form-model.ts';

/** None of them, for a form that is not open or not this viewer's. */
export const NONE_OPTIONAL: OptionalFields = {
  descriptions: [],
  systems: [],
  places: [],
  accesses: [],
  accessNames: [],
};

/** What may be left empty, or as it is, with what was typed and what is wrong with it. */
export function optionalFields(form: Form, faults: FormFaults, layout: FormLayout): OptionalFields {
  const { input } = form;
  const asked = shownFields(input);
  const { description = '' } = input.kind === 'ungrouped-devices' ? {} : input.fields;
  return {
    descriptions: asked.has('description')
      ? [textField(description, INPUT_LENGTHS.description, faults.at('description'))]
      : [],
    systems: asked.has('conditions') ? [systemsField(form, faults)] : [],
    places: input.kind === 'device-group.create' ? [placeField(form, input.place, faults, layout)] : [],
    accesses: asked.has('access') ? [accessField(form, faults, layout)] : [],
    accessNames: asked.has('access') ? [{ maxLength: INPUT_LENGTHS.accessNames }] : [],
  };
}

/**
 * Splits them by whether anything stands in them or is wrong with them. Only what is empty is folded, so a client that
 * would not send what it hides loses nothing: what is absent counts as empty.
 */
export function foldQuiet(all: OptionalFields): { readonly face: OptionalFields; readonly folded: OptionalFields } {
  return { face: part(all, false), folded: part(all, true) };
}

function part(all: OptionalFields, quiet: boolean): OptionalFields {
  const { descriptions, systems, places, accesses, accessNames } = all;
  return {
    descriptions: only(descriptions, (one) => isQuiet(one) === quiet),
    systems: only(systems, (one) => isQuiet(one) === quiet),
    places: only(places, (one) => isLast(one) === quiet),
    accesses: only(accesses, (one) => isQuiet(one) === quiet),
    accessNames: quiet ? accessNames : [],
  };
}

function only<T>(section: Section<T>, isMeant: (one: T) => boolean): Section<T> {
  const [one] = section;
  return one !== undefined && isMeant(one) ? [one] : [];
}

function isQuiet({ value, faults }: ChoiceField | TextField): boolean {
  return value === '' && faults.length === 0;
}

function isLast({ picks, ranks, faults }: PlaceField): boolean {
  return picks.some(({ value }) => value === 'last') && ranks.every((rank) => rank.value === '') && faults.length === 0;
}

/** What stands in the tenant may be longer than what may be typed. */
export function textField(value: string, maxLength: number, faults: TextField['faults']): TextField {
  return { value, maxLength: Math.max(maxLength, value.length), faults };
}

/** Every operating system that Airlock knows Defender's name for, and any others that the input names. */
function systemsField({ input, opened }: Form, faults: FormFaults): ChoiceField {
  const { systems, systemsAt } = formRows(input);
  const standing = opened ? formRows(opened).systems : [];
  const named = systems.map((name) => (standing.includes(name) ? (osExact(name) ?? name) : (osNamed(name) ?? name)));
  const known: Choice[] = Object.entries(OS_WORDS).map(([value, title]) => ({ title, value }));
  const others = named.filter((name) => !Object.hasOwn(OS_WORDS, name));
  return {
    value: named.join(','),
    choices: [...known, ...others.map((name) => ({ title: choiceTitle(name), value: name }))],
    faults: systemsAt.flatMap((at) => faults.atCondition(at)),
  };
}

/** Every possible place, by the rank that it would give. */
function placeField(
  form: Form,
  place: PlaceInput = { at: 'last' },
  faults: FormFaults,
  layout: FormLayout,
): PlaceField {
  const { groups } = form.choices;
  const chosen = place.at === 'before' && 'id' in place.group ? place.group.id : null;
  const choices = groups.flatMap(({ id, name }, index): Choice[] => {
    if (index >= layout.places && id !== chosen) return [];
    return [{ title: t`Rank ${index + 1}, before ${sanitise(name, LENGTHS.name)}`, value: `before:${id}` }];
  });
  const last = groups.length === 0 ? t`Rank 1, the only one` : t`Rank ${groups.length + 1}, last`;
  const value = chosen !== null ? `before:${chosen}` : place.at === 'last' ? 'last' : '';
  const asksRank = groups.length > layout.places || value === '';
  const isTyped = place.at === 'rank';
  const label = isTyped ? t`Rank number, 1 to ${groups.length + 1}` : t`Or type a rank number`;
  const rank = { label, placeholder: t`1 to ${groups.length + 1}`, value: isTyped ? place.rank : '' };
  return {
    picks: isTyped ? [] : [{ value, choices: [...choices, { title: last, value: 'last' }] }],
    ranks: asksRank ? [rank] : [],
    faults: faults.at('place'),
  };
}

/** What was chosen is always among the choices, whatever a search finds. */
function accessField(form: Form, faults: FormFaults, layout: FormLayout): ChoiceField {
  const { shown: chosen, hidden } = accessChoices(form, layout.access);
  const kept = hidden.length > 0 ? [sanitise(t`${hidden.length} more groups are kept, but not shown.`)] : [];
  return {
    value: chosen.map(({ value }) => value).join(','),
    choices: chosen.map(({ name, value }) => ({ title: choiceTitle(name), value })),
    faults: [...faults.at('access'), ...goneWords(form), ...kept],
  };
}

/** How many groups that are gone are named one by one. */
const GONE_NAMED = 3;

function goneWords({ input, choices }: Form): readonly ShownText[] {
  const still = new Set(input.fields.access ?? []);
  const gone = (choices.gone ?? []).filter((id) => still.has(id));
  const named = gone.slice(0, GONE_NAMED).map((id) => {
    const name = choices.access.find((one) => one.id === id)?.name.trim() ?? '';
    const group = name === '' ? id : `"${name}" (${id})`;
    return sanitise(t`The Entra group ${group} is gone from the directory; it stays assigned unless you take it away.`);
  });
  const more = gone.length - named.length;
  return more > 0 ? [...named, sanitise(t`${more} more of these groups are gone from the directory.`)] : named;
}
