import type { EntraGroupRef } from '../../changes/device-group/device-group.ts';
import { choiceTitle } from './choice-title.ts';

/**
 * Entra groups as choices. Their value is the name, which people can read wherever it comes back; the object id where a name says too
 * little (shared by two of them) or would be torn apart (a comma separates choices).
 */
export function groupChoices(groups: readonly EntraGroupRef[]): { title: string; value: string }[] {
  return groups.map(({ id, name }) => {
    const isPlain = !name.includes(',') && name.trim() === name && name !== '';
    const isAlone = groups.every((other) => other.id === id || other.name.toLowerCase() !== name.toLowerCase());
    const title = choiceTitle(name);
    return isPlain && isAlone ? { title, value: name } : { title: `${title} (${id})`, value: id };
  });
}
