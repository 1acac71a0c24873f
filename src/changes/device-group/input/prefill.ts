import type { ConditionInput, FormInput, FormRequest, GroupFields } from './group-input.ts';

type Wished = Pick<Extract<FormRequest, { kind: 'device-group.update' }>, 'fields' | 'among'>;

/** A part of a form that was filled in before anybody saw it; conditions by their property. */
export type FilledPart = Exclude<keyof GroupFields, 'conditions'> | 'place' | 'tag' | 'domain' | 'device-name' | 'os';

/** The form of a group as the tenant has it, with what somebody wishes for it in place. */
export function withWished<I extends FormInput>(input: I, { fields = {}, among = {} }: Wished): I {
  const standing: Partial<GroupFields> = input.fields;
  const { conditions = [], access = [] } = among;
  const merged = {
    ...standing,
    ...fields,
    ...(conditions.length > 0 && { conditions: withConditions(standing.conditions ?? [], conditions) }),
    ...(access.length > 0 && { access: [...new Set([...(standing.access ?? []), ...access])] }),
  };
  return { ...input, fields: merged };
}

/** Conditions of the same property give way, and others stay. */
function withConditions(standing: readonly ConditionInput[], wished: readonly ConditionInput[]): ConditionInput[] {
  const isReplaced = ({ property }: ConditionInput) => wished.some((one) => one.property === property);
  const at = standing.findIndex(isReplaced);
  const kept = standing.filter((row) => !isReplaced(row));
  const place = at === -1 ? kept.length : standing.slice(0, at).filter((row) => !isReplaced(row)).length;
  return [...kept.slice(0, place), ...wished, ...kept.slice(place)];
}

/** Which parts of a form these are. */
export function filledParts(
  fields: Partial<GroupFields>,
  isPlaced: boolean,
  among: Wished['among'] = {},
): FilledPart[] {
  const conditions = [...(fields.conditions ?? []), ...(among.conditions ?? [])];
  const named = (['name', 'description', 'level'] as const).filter((field) => fields[field] !== undefined);
  const hasAccess = fields.access !== undefined || among.access !== undefined;
  const properties = new Set(conditions.map(({ property }) => property));
  return [
    ...named,
    ...(['tag', 'domain', 'os'] as const).filter((property) => properties.has(property)),
    ...(properties.has('name') ? (['device-name'] as const) : []),
    ...(hasAccess ? (['access'] as const) : []),
    ...(isPlaced ? (['place'] as const) : []),
  ];
}
