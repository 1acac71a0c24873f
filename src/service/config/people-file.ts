import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { guidIn } from '../../shared/ids.ts';
import { filePath } from '../../shared/setting.ts';
import { ownSelf, trustFault } from './trusted-file.ts';

/** The accounts of each person, by object id in lower case. */
type KnownPeople = readonly (readonly string[])[];

/**
 * The operator's word on which accounts are one person's: a line for each person with the object ids of their accounts,
 * separated by blanks or commas; what follows a `#` is a comment. Object ids, since a principal name can be given to
 * another account.
 */
export const peopleFile: z.ZodType<KnownPeople, string> = filePath.transform((path, context): KnownPeople => {
  const read = readPeople(path);
  if ('people' in read) return read.people;
  context.addIssue({ code: 'custom', message: read.problem, params: { mend: read.mend } });
  return z.NEVER;
});

type ReadPeople = { readonly people: KnownPeople } | { readonly problem: string; readonly mend: string };

function readPeople(path: string): ReadPeople {
  let text: string;
  try {
    const fault = trustFault(path, ownSelf());
    if (fault !== null) return fault;
    text = readFileSync(path, 'utf8');
  } catch {
    const mend = 'Correct the path, and let the user that Airlock runs as read the file';
    return { problem: 'names a file that cannot be read', mend };
  }
  return parsePeople(text);
}

const ONE_LINE =
  'Write a line for each person, with the object ids of their accounts and nothing else; a comment begins with #';

function parsePeople(text: string): ReadPeople {
  const lineOf = new Map<string, number>();
  const people: string[][] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const accounts = line
      .replace(/#.*$/, '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean);
    if (accounts.length === 0) continue;
    const ids: string[] = [];
    for (const written of accounts) {
      const account = guidIn(written);
      if (account === null)
        return { problem: `names a file whose line ${index + 1} holds something that is no object id`, mend: ONE_LINE };
      const other = lineOf.get(account);
      if (other !== undefined)
        return {
          problem: `names a file that has one account in lines ${other} and ${index + 1}`,
          mend: `Remove it from line ${index + 1}, or from the other: an account belongs to one person`,
        };
      lineOf.set(account, index + 1);
      ids.push(account);
    }
    people.push(ids);
  }
  return { people };
}
