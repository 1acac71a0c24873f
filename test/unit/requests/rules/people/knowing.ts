import assert from 'node:assert/strict';
import type {
  CarriedValue,
  DirectoryPerson,
  RoleDates,
  Standing,
} from '../../../../../src/requests/ports/directory.ts';
import type { Services } from '../../../../../src/requests/ports/services.ts';
import type { SessionWriter } from '../../../../../src/requests/ports/tenant.ts';
import { type Memory, MOST_ACCOUNTS } from '../../../../../src/requests/record/account-seen.ts';
import type { Policy } from '../../../../../src/requests/record/digest.ts';
import { type PeoplePolicy, USUAL_PEOPLE } from '../../../../../src/requests/record/people-policy.ts';
import type { Actor } from '../../../../../src/requests/record/request.ts';
import { type Judged, judgeApproval } from '../../../../../src/requests/rules/people/judging/judge-approval.ts';
import { AirlockError } from '../../../../../src/shared/errors.ts';
import { aPerson } from '../../../../support/people/a-person.ts';
import { sinceLong } from '../../../../support/people/since-long.ts';
import { BUILT_AT, buildRequest } from '../../../../support/samples/build-request.ts';
import { anOid } from '../../../../support/samples/ids.ts';

export const ROLE = '194ae4cb-b126-40b2-bd5b-6091b380977d';
export const GROUP = '6e000000-0000-4000-8000-000000000001';
export const ALICE = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000001'), name: 'Alice Nguyen' };
export const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };
export const CARLA = { oid: anOid('cccccccc-0000-4000-8000-000000000003'), name: 'Carla Weiss' };
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function admin(of: Actor, more: Partial<DirectoryPerson> = {}, holds: readonly string[] = [ROLE]): Standing {
  return { person: aPerson(of.oid, { name: of.name, ...more }), holds, mayActivate: [] };
}

interface Knows {
  readonly policy?: Partial<Policy>;
  readonly people?: Partial<PeoplePolicy>;
  readonly dates?: RoleDates;
  /** How many carry each value, all of them members since long. */
  readonly carried?: Readonly<Record<string, number>>;
  /** The user principal name of whose session writes. */
  readonly owner?: string;
  readonly source?: SessionWriter['source'];
  /** What is remembered; everybody as they are, since long, when absent. */
  readonly memory?: Memory;
}

/** Services whose directory knows exactly these people; an error stands for no answer. */
export function knowing(known: readonly (Standing | AirlockError)[], more: Knows = {}): Services {
  const answer = () => {
    const failure = known.find((one) => one instanceof AirlockError);
    if (failure) throw failure;
    return known.flatMap((one) => (one instanceof AirlockError ? [] : [one]));
  };
  return {
    policy: {
      approvers: [ROLE, GROUP],
      requesters: [ROLE],
      quorum: 1,
      people: { ...USUAL_PEOPLE, ...more.people },
      ...more.policy,
    },
    clock: { now: () => BUILT_AT },
    tenant: {
      applies: 'automatically',
      actsAs: async () => (more.owner === undefined ? null : { name: more.owner, source: more.source ?? 'read' }),
    },
    tenantId: 'the-tenant',
    store: {
      accountsSeen: async () =>
        more.memory ?? {
          ...sinceLong(known.map((one) => (one instanceof AirlockError ? null : one))),
          crowds: crowdsOf(more.carried ?? {}),
        },
      noteAccounts: async () => undefined,
    },
    directory: {
      holders: async () => [],
      standing: async (oid: string, ids: readonly string[]) => {
        const found = answer().find(({ person }) => person.oid === oid);
        return found ? { ...found, holds: found.holds.filter((id) => ids.includes(id)) } : null;
      },
      roleDates: async (oid: string) => (oid === ALICE.oid ? { [ROLE]: BUILT_AT - 30 * DAY } : (more.dates ?? {})),
      carriers: async ({ values }: CarriedValue) => {
        assert(values.length > 0, 'Microsoft Graph refuses an empty filter');
        const count = Math.max(1, ...values.map((value) => more.carried?.[value] ?? 1));
        return Array.from({ length: count }, (_, at) => ({ oid: `${values[0]} ${at}`, isMember: true, createdAt: 1 }));
      },
      byName: async (name: string) => answer().find(({ person }) => person.userPrincipalName === name)?.person ?? null,
    },
  } as unknown as Services;
}

/** As many carry them since long. */
function crowdsOf(carried: Readonly<Record<string, number>>): Memory['crowds'] {
  const many = Object.keys(carried).filter((value) => (carried[value] ?? 0) > MOST_ACCOUNTS);
  const kinds = ['employee-id', 'address'] as const;
  return many.flatMap((value) => kinds.map((kind) => ({ mark: { kind, value }, until: null, since: null })));
}

export const request = buildRequest({ state: 'pending', submittedAt: 1, requester: ALICE });
export const silent = new AirlockError('directory-unavailable', 'none');

export async function whyNot(services: Services, who: Actor, of: Judged = request): Promise<string> {
  const judged = await judgeApproval(services, of, who.oid);
  return 'refusal' in judged ? judged.refusal.why : (judged.fault?.code ?? 'counts');
}
