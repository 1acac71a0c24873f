import { z } from 'zod';
import { type EntraObjectId, entraObjectId } from '../../shared/ids.ts';
import type { Mark } from './request.ts';
import { moment } from './request-parts.ts';

const carriedSchema = z
  .object({
    /** An employee id that is only the account's own name is none. */
    name: z.string(),
    userPrincipalName: z.string(),
    employeeId: z.string().nullable(),
    onPremisesImmutableId: z.string().nullable(),
    addresses: z.array(z.string()).readonly(),
  })
  .readonly();

/** What an account carries that may link it to another, as the directory has it; how it is compared is a setting. */
export type Carried = z.infer<typeof carriedSchema>;

export const accountSeenSchema = z
  .object({
    oid: entraObjectId,
    carried: carriedSchema,
    /** What it carried before, and until when; the newest last. */
    former: z
      .array(
        z
          .object({
            carried: carriedSchema,
            until: moment,
            /** Whether it had carried that for long enough to count; absent in what was stored before this was kept. */
            isSettled: z.boolean().exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    /** When its employee id was seen to be another one; null where it never was. */
    marksSince: moment.nullable(),
    /** Whether it held an approver's role when that was last looked at. */
    isApprover: z.boolean(),
    /** When it was first seen with an approver's role; null for one that had it at the first census, or never had. */
    approverSince: moment.nullable(),
    /** When it was first seen without its approver's role; null while it has it. */
    leftAt: moment.nullable(),
    /**
     * Whether it held a requester's role when that was last looked at, when it was first seen with one (null for one
     * that had it at the first look, or never had), and without it again. Absent in what was stored before this was
     * kept.
     */
    asker: z
      .object({ holds: z.boolean(), since: moment.nullable(), leftAt: moment.nullable() })
      .readonly()
      .exactOptional(),
    /** When what was remembered of it was seen not to be what the record tells: it was begun anew then. */
    lostAt: moment.exactOptional(),
    /** When it was first seen, where nobody had looked at everybody for long before: what it carried is not known. */
    lateAt: moment.exactOptional(),
  })
  .readonly();

/** What Airlock remembers of an account. */
export type AccountSeen = z.infer<typeof accountSeenSchema>;

/** What Airlock remembers of several accounts. */
export interface Memory {
  /** When somebody last looked at every approver and requester, as the record tells; null where nobody ever did. */
  readonly censusAt: number | null;
  readonly accounts: readonly AccountSeen[];
  /** Accounts of which something else is stored than the record tells, or nothing: what they carried is not known. */
  readonly strange: readonly EntraObjectId[];
  /** When the record first told of each account, by object id; ms since 1970. */
  readonly firstTold: ReadonlyMap<string, number>;
  /** Marks that many carry, as the record tells; null where no census counted yet. */
  readonly crowds: readonly Crowd[] | null;
}

/** More accounts than these are too many for one person: then what they carry is no mark. */
export const MOST_ACCOUNTS = 2;

/** A mark that more accounts carry, or carried, than one person has. */
export interface Crowd {
  readonly mark: Mark;
  /** When it was seen that no more than two accounts carry it; null while more do. */
  readonly until: number | null;
  /**
   * Since when more than two members of long are seen to carry it: null for since before the first count; undefined
   * while no more than two do.
   */
  readonly since: number | null | undefined;
}

/** How many accounts carry a mark, as the directory says, and how many of them nobody can have made for that. */
export interface Counted {
  readonly mark: Mark;
  readonly all: number;
  readonly members: number;
}

/** A look at everybody: when it was, ms since 1970, and at how many accounts. */
interface Census {
  readonly at: number;
  readonly looked: number;
}

/** What to remember from now on: the accounts that differ, and the census if this was one. */
export interface Noted {
  readonly accounts: readonly AccountSeen[];
  readonly census?: Census;
  /** Marks of which more or fewer accounts than before are too many; with the first of these, counting begins. */
  readonly counted?: readonly Counted[];
}

/** When approvers were first seen with a role that the directory does not date, by object id; ms since 1970. */
export type SeenSince = ReadonlyMap<string, number>;

/**
 * An employee id however many zeros its numbers are written with. Earlier releases kept ids without zeros and spaces.
 */
export function shortId(id: string): string {
  return id.replace(/\s+/gu, '').replace(/(?<!\d)0+(?=\d)/gu, '');
}
