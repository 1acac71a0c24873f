import { rowFaultsText } from '../../../changes/supported/indicators/row-faults.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';
import { IMPORT, parseImport } from '../supported/parse-indicators.ts';

/** A list of indicators among several changes: its first line, in English, and what stands below it. */
export interface ListWithin {
  readonly list: readonly string[];
}

type Numbered<T> = T & { readonly at: number };

/**
 * Takes the lists of indicators out of several changes: each begins with its own first line and ends at an empty line.
 * Null where there is none.
 * @param headOf how a line begins a list, in English whatever language it is said in; null where it begins none
 */
export function listsWithin(
  lines: readonly string[],
  headOf: (line: string) => string | null,
): { readonly lists: readonly Numbered<ListWithin>[]; readonly others: readonly Numbered<{ line: string }>[] } | null {
  const lists: { at: number; list: string[] }[] = [];
  const others: { at: number; line: string }[] = [];
  let open: string[] | null = null;
  for (const [index, line] of lines.entries()) {
    const head = headOf(line);
    if (head !== null && IMPORT.test(head)) {
      open = [head];
      lists.push({ at: index + 1, list: open });
    } else if (line === '') {
      // A blank may stand between the first line and its rows.
      if (open && open.length > 1) open = null;
    } else if (open) open.push(line);
    else others.push({ at: index + 1, line });
  }
  return lists.length === 0 ? null : { lists, others };
}

/** What a list asks for; or why it asks for nothing, in a sentence. */
export function wishOfList({
  list,
}: ListWithin): { readonly change: CommandOf<'change'>['change'] } | { readonly why: string } {
  const read = parseImport(list);
  if (read.kind === 'change') return { change: read.change };
  if (read.kind !== 'faulty-list') return { why: read.why };
  const { unread } = read.list;
  const faults = unread.flatMap(({ row, faults: all }) => all.map((why) => ({ row, why })));
  return {
    why: `${t`${unread.length} of ${list.length - 1} rows of this list cannot be taken.`} ${rowFaultsText(faults)}`,
  };
}
