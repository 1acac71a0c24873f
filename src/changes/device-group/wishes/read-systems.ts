import type { Fault } from '../../change-kind.ts';
import { isBlank } from '../fold.ts';
import { osNamed } from '../os-names.ts';
import { listed } from '../words/count-words.ts';
import { said } from './said.ts';

/** How many unknown names a message repeats. */
const NAMED = 3;

/** Reads a row of operating systems, separated by commas, into `known`; what stands there already is no fault within a row. */
export function readSystems(value: string, at: number, known: Set<string>): Fault[] {
  const field = `conditions.${at}.value`;
  const typed = value.split(/[,;\n]/).filter((one) => !isBlank(one));
  if (typed.length === 0) return [{ field, message: 'At least one operating system is needed.' }];
  const unknown = typed.filter((one) => osNamed(one) === null);
  if (unknown.length > 0) return [{ field, message: unknownSystems(unknown) }];
  const names = typed.flatMap((one) => osNamed(one) ?? []);
  if (names.every((name) => known.has(name))) return [{ field, message: 'This condition stands there already.' }];
  for (const name of names) known.add(name);
  return [];
}

function unknownSystems(unknown: readonly string[]): string {
  const more = unknown.length > NAMED ? [`${unknown.length - NAMED} more`] : [];
  const names = listed([...unknown.slice(0, NAMED).map(said), ...more]);
  const are = unknown.length === 1 ? 'is no operating system' : 'are no operating systems';
  return `${names} ${are} that Defender knows. Write Windows 11, Windows Server 2022, Linux, macOS, iOS or Android, for example.`;
}
