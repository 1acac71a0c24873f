import type { DiffRow } from '../../change-kind.ts';
import type { GroupImage } from '../base/group-image.ts';
import { FIELD_LABELS, type Field, type Fields, fieldWords } from '../words/field-words.ts';

/** Old -> new of every field that is set to something else; `group` is null when it is gone. */
export function setRows(group: GroupImage | null, set: Fields, fields: readonly Field[]): DiffRow[] {
  return fields.flatMap((field) => {
    const to = fieldWords(set, field);
    const from = group === null ? 'does not exist' : (fieldWords(group, field) ?? '-');
    return to === null || to === from ? [] : [{ label: FIELD_LABELS[field], from, to }];
  });
}
