import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSession } from '../../../src/defender/portal/session-file.ts';
import { PORTAL_WRITERS } from '../../../src/requests/rules/people/portal-writers.ts';
import { ENTRA_GROUP_IDS } from '../../../src/sandbox/company/entra-groups.ts';
import { Company, type CompanyOptions, type Name } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { alterPerson } from '../../support/people/alter-people.ts';

const nothing = (): void => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const HOUR = 3_600_000;

describe('an operator’s session in a file', () => {
  let folder: string;
  let company: Company;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-signed-in-'));
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: CompanyOptions = {}): Promise<void> {
    const session = fileSession({ path: join(folder, 'session.json'), uid: process.getuid?.() ?? null, log: quiet });
    company = await Company.open({ ...options, session });
  }

  /** Somebody signs in to the portal and keeps the session where Airlock looks for it. */
  function signIn(who: Name, owner = company.person(who).userPrincipalName): void {
    const session = { ...company.sandbox.portalSession(company.person(who).userPrincipalName), owner };
    const fresh = join(folder, 'fresh');
    writeFileSync(fresh, JSON.stringify(session), { mode: 0o600 });
    renameSync(fresh, join(folder, 'session.json'));
  }

  /** Lets the portal tell whose a session is, or not. */
  async function sayNothing(silent = true): Promise<void> {
    const body = JSON.stringify({ as: 'omar@harbourline.example', tells: !silent });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${company.sandbox.url}/sandbox/session`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200);
    if (!silent) signIn('omar');
  }

  async function state(): Promise<string | undefined> {
    return (await company.services.store.requestByNumber(company.services.tenantId, 1))?.state;
  }

  async function later(ms: number): Promise<string | undefined> {
    company.clock.pass(ms);
    await company.settle();
    return state();
  }

  const notices = () =>
    company.teams.messages.map(({ card }) => cardText(card)).filter((text) => /needs attention/.test(text));

  const started = async () => (await company.recorded()).find(({ event }) => event === 'request.start')?.data;

  it('is named on the card, and who signed in does not approve what it would write', async () => {
    await open();
    signIn('bob');
    const card = await company.pending();
    assert.match(cardText(card.card), /Written as\s+bob@harbourline\.example/);
    const refused = await company.approve('bob', card);
    assert.match(
      cardText({ value: refused.value }),
      /Your own session would write this change.*Another admin must approve/s,
    );
    assert.equal(await state(), 'pending');
    await company.approve('grace', card);
    await company.settle();
    assert.equal(await state(), 'applied');
    assert.deepEqual(
      company.writes.map(({ by }) => by),
      ['bob@harbourline.example'],
    );
    assert.match(JSON.stringify(await started()), /"actsAs":"bob@harbourline\.example"/);
    assert.match(cardText(card.card), /Written as\s+bob@harbourline\.example/);
  });

  it('may belong to a second account of who approves: that is one person', async () => {
    await open();
    signIn('alice2');
    const card = await company.pending('enable automated investigation', 'bob');
    const refused = await company.approve('alice', card);
    assert.match(cardText({ value: refused.value }), /Your own session/);
    assert.equal(await state(), 'pending');
  });

  it('does not keep its owner from asking and from rejecting', async () => {
    await open();
    signIn('alice');
    await company.pending();
    signIn('bob');
    await company.say('bob', 'reject 1 not tonight');
    assert.equal(await state(), 'rejected');
    assert.equal(company.writes.length, 0);
  });

  it('that became the approver’s own before the write is not used; with another’s it is applied', async () => {
    await open();
    signIn('omar');
    const card = await company.pending();
    await company.approve('bob', card);
    signIn('bob');
    await company.settle();
    assert.equal(await state(), 'approved');
    assert.match(cardText(card.card), /Bob Brandt \(bob@.*\) approved this, and the session that .* is their own/);
    assert.equal(company.writes.length, 0);
    await later(60_000);
    assert.equal(notices().length, 1, 'told once');
    signIn('omar');
    assert.equal(await later(60_000), 'applied');
    assert.deepEqual(
      company.writes.map(({ by }) => by),
      ['omar@harbourline.example'],
    );
  });

  it('takes its owner’s approval out of the count where two are needed', async () => {
    await open({ environment: { APPROVALS_REQUIRED: '2' } });
    signIn('omar');
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    await company.approve('grace', card);
    signIn('grace');
    await company.settle();
    assert.equal(await state(), 'approved');
    assert.match(cardText(card.card), /Grace Gallagher \(grace@.*\) approved this/);
    assert.equal(company.writes.length, 0);
  });

  it('is whose Defender tells that it is, whatever its file says', async () => {
    await open();
    signIn('bob', 'omar@harbourline.example');
    const card = await company.pending();
    assert.match(cardText(card.card), /Written as\s+bob@harbourline\.example/);
    const refused = await company.approve('bob', card);
    assert.match(cardText({ value: refused.value }), /Your own session would write this change/);
    assert.equal(await state(), 'pending');
    await company.approve('grace', card);
    await company.settle();
    assert.equal(await state(), 'applied');
    assert.match(JSON.stringify(await started()), /"actsAs":"bob@harbourline\.example","actsAsSource":"read"/);
  });

  it('that is exchanged after an approval is asked for anew before it writes', async () => {
    await open();
    signIn('omar');
    const card = await company.pending();
    await company.approve('bob', card);
    signIn('bob', 'omar@harbourline.example');
    await company.settle();
    assert.equal(await state(), 'approved');
    assert.match(cardText(card.card), /Bob Brandt \(bob@.*\) approved this, and the session that .* is their own/);
    assert.equal(company.writes.length, 0);
  });

  it('of which Defender has not told whose it is lets nobody approve who could write Defender', async () => {
    await open();
    await sayNothing();
    signIn('omar');
    const card = await company.pending();
    assert.match(cardText(card.card), /Written as\s+said to be omar@harbourline\.example/);
    const refused = await company.approve('bob', card);
    assert.match(cardText({ value: refused.value }), /Defender has not told whose session.*as you may\. Try again/s);
    assert.equal(await state(), 'pending');
    await sayNothing(false);
    await later(60_000);
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await state(), 'applied');
  });

  it('of which Defender has not told whose it is: that nobody can decide is told, and nobody is told to activate', async () => {
    await open();
    await alterPerson(company, 'ed', { employeeId: '1077' });
    for (const who of ['ed', 'bob', 'omar', 'alice'] as const) await company.say(who, 'help', `a:${who}`);
    await sayNothing();
    signIn('omar');
    const card = await company.pending();
    const shown = cardText(card.card);
    assert.doesNotMatch(shown, /activate the role first|their session would write it/);
    assert.match(shown, /Cannot count[\s\S]*Ed Eriksen: the session that would write it may be theirs/);
    const all = company.teams.messages.map((one) => cardText(one.card)).join('\n');
    assert.doesNotMatch(all, /First activate your role|once your role is active/);
    assert.match(all, /Nobody can decide on #1[\s\S]*may be theirs/);
    assert.match(
      cardText({ value: (await company.approve('omar', card)).value }),
      /is said to be yours; Defender has not told whose it is/,
    );
  });

  it('of which Defender has not told whose it is may be theirs of whom nobody can say what they could activate', async () => {
    await open({ environment: { APPROVER_IDS: ENTRA_GROUP_IDS.auditors } });
    await alterPerson(company, 'bob', { roles: [] });
    company.person('bob').groups.add(ENTRA_GROUP_IDS.auditors);
    await sayNothing();
    signIn('omar');
    const card = await company.pending();
    const { standing } = company.services.directory;
    company.services.directory.standing = async (oid, ids) => {
      const one = await standing(oid, ids);
      return one && ids.includes(PORTAL_WRITERS[0].id) ? { ...one, mayActivate: null } : one;
    };
    const refused = await company.approve('bob', card);
    assert.match(cardText({ value: refused.value }), /Defender has not told whose session.*as you may/s);
    company.services.directory.standing = standing;
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await state(), 'applied');
  });

  it('of which Defender told it once is not trusted when its successor’s owner is only said', async () => {
    await open();
    signIn('omar');
    const card = await company.pending();
    await company.approve('bob', card);
    await sayNothing();
    signIn('omar');
    await company.settle();
    assert.equal(await state(), 'approved');
    assert.match(cardText(card.card), /may be their own, since it is only said to be omar@harbourline\.example’s/);
    assert.equal(company.writes.length, 0);
  });

  it('of nobody in the directory opens nothing', async () => {
    await open();
    await sayNothing();
    signIn('omar', 'nobody@harbourline.example');
    const card = await company.pending();
    const refused = await company.approve('bob', card);
    assert.match(
      cardText({ value: refused.value }),
      /said to belong to nobody@harbourline\.example, who is not in the directory/,
    );
    assert.equal(await state(), 'pending');
  });

  it('of somebody who is gone opens nothing, and offers approvers to reject alone', async () => {
    await open();
    signIn('omar');
    const card = await company.pending();
    await alterPerson(company, 'omar', { status: 404 });
    const seen = await company.view('bob', card);
    assert.deepEqual([actionOf(seen, 'approve'), actionOf(seen, 'reject')?.verb], [null, 'reject']);
    assert.match(
      cardText(seen),
      /Another admin must approve[\s\S]*omar@harbourline\.example, who is not in the directory/,
    );
  });

  it('of a requester who is gone, too, does not keep the request from ending', async () => {
    await open();
    signIn('alice');
    const card = await company.pending();
    await alterPerson(company, 'alice', { status: 404 });
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Stopped, the requester is gone/);
    assert.equal(await state(), 'stale');
  });

  it('that has ended is announced once in the chat, and with the next one work continues automatically', async () => {
    await open();
    signIn('omar');
    const card = await company.pending();
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 440, times: 1 });
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await state(), 'approved');
    assert.match(cardText(card.card), /Whoever operates Airlock has to sign in again/);
    await later(HOUR);
    await later(HOUR);
    assert.equal(notices().length, 1);
    assert.match(notices()[0] ?? '', /#1 needs attention.*session with the Defender portal has ended/s);
    signIn('omar');
    assert.equal(await later(60_000), 'applied');
    assert.equal(company.writes.length, 1);
  });

  it('that never comes lets the approval expire, with nothing written', async () => {
    await open();
    signIn('omar');
    const card = await company.pending();
    rmSync(join(folder, 'session.json'));
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await state(), 'approved');
    assert.equal(await later(4 * HOUR + 1), 'expired');
    assert.equal(company.writes.length, 0);
  });
});
