import assert from 'node:assert/strict';
import { takeCensus } from '../../../src/requests/recording/take-census.ts';
import { recall } from '../../../src/requests/rules/seen-accounts.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import type { Company, Name } from '../company/company.ts';
import { anOid } from '../samples/ids.ts';

/** What the directory says of somebody, as Graph names it; also roles and dates of roles. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Alters a person of the company's directory, by the control that anybody can use who tries Airlock out. */
export async function alterPerson(company: Company, who: Name, attributes: Attributes): Promise<void> {
  const response = await fetch(`${company.sandbox.url}/sandbox/people`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: PEOPLE_IDS[who], ...attributes }),
  });
  assert.equal(response.status, 200, await response.text());
}

/** Lets Airlock remember everybody as they are now, as if they had been so since long; these people, too. */
export async function knowSinceLong({ services }: Pick<Company, 'services'>, ...who: readonly Name[]): Promise<void> {
  const { store, directory, tenantId, clock } = services;
  await takeCensus(services);
  const standings = await Promise.all(who.map((name) => directory.standing(anOid(PEOPLE_IDS[name]), [])));
  await recall(
    services,
    standings.flatMap((one) => (one ? [{ person: one.person, isApprover: null }] : [])),
  );
  await store.noteAccounts({ tenantId, oids: null, at: clock.now() }, ({ accounts }) => ({
    accounts: accounts.map((account) => ({
      ...{ ...account, former: [], marksSince: null, approverSince: null },
      ...(account.asker && { asker: { ...account.asker, since: null } }),
    })),
  }));
}
