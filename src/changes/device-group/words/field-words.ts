import { levelWords } from '../../level-words.ts';
import type { LevelReading } from '../../remediation-level.ts';
import type { Condition, EntraGroupRef } from '../device-group.ts';
import { isUnread } from '../unread.ts';
import { accessWords } from './access-words.ts';
import { conditionWords } from './condition-words.ts';

/** The fields of a group that can be set, in the order in which people read them. */
export const FIELDS = ['name', 'description', 'level', 'conditions', 'access'] as const;

export type Field = (typeof FIELDS)[number];

export const FIELD_LABELS: Readonly<Record<Field, string>> = {
  name: 'Name',
  description: 'Description',
  level: 'Remediation level',
  conditions: 'Conditions',
  access: 'Access',
};

/** A group's fields; what is left out is not spoken of. */
export interface Fields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly level?: LevelReading | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly opaque?: boolean | undefined;
  readonly access?: readonly EntraGroupRef[] | undefined;
}

/** One field in words; null where it is left out. */
export function fieldWords(fields: Fields, field: Field): string | null {
  const { name, description, level, conditions, opaque, access } = fields;
  switch (field) {
    case 'name':
      return name ?? null;
    case 'description':
      return description === '' ? 'none' : (description ?? null);
    case 'level':
      return level === undefined ? null : levelWords(level);
    case 'conditions':
      if (conditions !== undefined && isUnread(fields)) return levelWords('unread');
      return conditions === undefined ? null : conditionWords(conditions, opaque === true);
    case 'access':
      if (access !== undefined && isUnread(fields)) return levelWords('unread');
      return access === undefined ? null : accessWords(access);
  }
}
