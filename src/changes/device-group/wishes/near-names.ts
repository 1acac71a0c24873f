import { editDistance } from '../../edit-distance.ts';
import { nameKeys } from '../name-keys.ts';
import { listed } from '../words/count-words.ts';
import { quoted } from '../words/quoted.ts';

/** How many names are offered. */
const OFFERED = 3;
/** The shortest text that is looked for inside of names. */
const CONTAINED = 3;

/** "Did you mean Finance or Finance laptops?" for the names nearest to what was typed; empty where none is near. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const near = nearNames(typed, names);
  return near.length === 0 ? '' : ` Did you mean ${listed(near.map(quoted), 'or')}?`;
}

function nearNames(typed: string, names: readonly string[]): string[] {
  const wanted = nameKeys(typed).at(-1) ?? '';
  const ranked = names.flatMap((name) => {
    const key = nameKeys(name).at(-1) ?? '';
    const distance = editDistance(wanted, key);
    const isNear = distance <= Math.max(1, Math.floor(key.length / 3)) || holds(key, wanted) || holds(wanted, key);
    return isNear ? [{ name, distance }] : [];
  });
  return ranked
    .sort((a, b) => a.distance - b.distance)
    .slice(0, OFFERED)
    .map(({ name }) => name);
}

function holds(text: string, part: string): boolean {
  return part.length >= CONTAINED && text.includes(part);
}
