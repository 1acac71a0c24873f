import { z } from 'zod';
import { t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { DiffRow } from '../../change-kind.ts';
import { asFarAsKnown, type GroupImage, groupImage } from '../preview/group-base.ts';
import { FIELD_LABELS, FIELDS, type Field, type Fields, fieldWords } from '../words/field-words.ts';

const withGroup = z.looseObject({ group: groupImage.nullable() });

/**
 * What of a group is no longer as it was in an earlier base, as far as it was known there: each value then and now.
 * Empty where there is no group in one of them.
 */
export function changedBeside(then: Base, now: Base): readonly DiffRow[] {
  const [before, later] = [then, now].map(({ objects }) => withGroup.safeParse(objects).data?.group ?? null);
  const known = asFarAsKnown(later ?? null, before ?? null);
  if (!before || !known) return [];
  return FIELDS.flatMap((field) => {
    const [from, to] = [fieldWords(before, field) ?? '-', fieldWords(known, field) ?? '-'];
    return from === to ? [] : [{ label: FIELD_LABELS[field], from, to }];
  });
}

/** Rows with the old and new value of every field that changes; `group` is null if it is gone. */
export function setRows(group: GroupImage | null, set: Fields, fields: readonly Field[]): DiffRow[] {
  return fields.flatMap((field) => {
    const to = fieldWords(set, field);
    const from = group === null ? t`does not exist` : (fieldWords(group, field) ?? '-');
    return to === null || to === from ? [] : [{ label: FIELD_LABELS[field], from, to }];
  });
}
