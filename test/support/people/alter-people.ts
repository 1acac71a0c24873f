import assert from 'node:assert/strict';
import Database from 'libsql';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import type { Company, Name } from '../company/company.ts';

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

/** Lets Airlock forget what it saw of everybody, as if no census had been taken yet. */
export function forgetAccounts({ file }: Pick<Company, 'file'>): void {
  const db = new Database(file);
  db.prepare('delete from accounts_seen').run([]);
  db.close();
}
