const WORDS: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  level: 'Level',
  conditions: 'Conditions',
  place: 'Place',
  group: 'Group',
  access: 'Access',
};

const ROW = /^conditions\.(\d{1,3})(?:\.|$)/;

/** The field of a fault as people call it; rows count from 1. What has no name of ours stays as it is. */
export function fieldWords(field: string): string {
  const row = ROW.exec(field)?.[1];
  if (row !== undefined) return `Condition ${Number(row) + 1}`;
  return WORDS[field] ?? (field || 'Request');
}
