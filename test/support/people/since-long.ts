import type { Standing } from '../../../src/requests/ports/directory.ts';
import type { Memory } from '../../../src/requests/record/account-seen.ts';
import { USUAL_PEOPLE } from '../../../src/requests/record/people-policy.ts';
import { remember } from '../../../src/requests/rules/seen-accounts.ts';
import { BUILT_AT } from '../samples/build-request.ts';

/** What is remembered where these people were as they are now at the first census, long ago. */
export function sinceLong(people: readonly (Standing | null)[]): Memory {
  const accounts = people.flatMap((one) =>
    one
      ? [remember(undefined, { ...one, isApprover: true, isRequester: true }, { at: 1, isFirst: true }, USUAL_PEOPLE)]
      : [],
  );
  const firstTold = new Map(accounts.map(({ oid }) => [oid, 1]));
  return { censusAt: BUILT_AT, accounts, strange: [], firstTold, crowds: [] };
}
