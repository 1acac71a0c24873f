import { z } from 'zod';
import { t } from '../../shared/language/worded.ts';

/** How many are named. */
const NAMED = 3;

/** What the undoing of a list leaves as it is, since somebody changed it after the request was applied. */
export const LEFT_ALONE = z
  .strictObject({ count: z.int().positive(), named: z.array(z.string().max(200)).max(NAMED).readonly() })
  .readonly();

type LeftAlone = z.infer<typeof LEFT_ALONE>;

/** The part of a change that says so; none where nothing is left alone. */
export function leftAlone(names: readonly string[]): { readonly leaves?: LeftAlone } {
  if (names.length === 0) return {};
  return { leaves: { count: names.length, named: names.slice(0, NAMED).map((name) => name.slice(0, 200)) } };
}

/** The part of a change that says what it does not write again: an Allow that had no end, or no scope. */
export function leftLoose(names: readonly string[]): { readonly loose?: LeftAlone } {
  const { leaves } = leftAlone(names);
  return leaves ? { loose: leaves } : {};
}

/** The same in words. */
export function leftLooseWords({ loose }: { readonly loose?: LeftAlone | undefined }): readonly string[] {
  if (!loose) return [];
  const more = loose.count - loose.named.length;
  const names = loose.named.join(', ');
  return [
    more > 0
      ? t`Not allowed again, since an Allow takes an end and a scope, and it had not both: ${names} and ${more} more.`
      : t`Not allowed again, since an Allow takes an end and a scope, and it had not both: ${names}.`,
  ];
}

/** What the undoing of a list leaves alone, in words, for the card of the undoing. */
export function leftAloneWords({ leaves }: { readonly leaves?: LeftAlone | undefined }): readonly string[] {
  if (!leaves) return [];
  const { count, named } = leaves;
  const more = count - named.length;
  return [
    more > 0
      ? t`Left as they are, since they were changed after that request was applied: ${named.join(', ')} and ${more} more.`
      : t`Left as they are, since they were changed after that request was applied: ${named.join(', ')}.`,
  ];
}
