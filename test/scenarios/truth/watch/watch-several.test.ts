import assert from 'node:assert/strict';
import { allOutside } from '../../../../src/requests/knowing/outside-known.ts';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import {
  approvedBefore,
  auditLog,
  eachWatched,
  inPortal,
  ON,
  press,
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;
const TWO = 'as one request: enable automatically resolve alerts; enable automated investigation';
const RENAMED = 'as one request: enable automatically resolve alerts; rename device group Lab to Rigs';
const LEVEL = 'as one request: enable automatically resolve alerts; set level of device group Lab to full';
const INVESTIGATE = { features: { AutomatedIrEnabled: true } };

describe('several changes of one request beside the records of the audit log, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const approved = (text: string) => approvedBefore(company, text);
  async function status(): Promise<string> {
    await company.say('rita', 'status', 'a:rita');
    return cardText(company.teams.messages.at(-1)?.card);
  }

  const outside = async () => (await allOutside(company.services)).map(({ outside: { items } }) => items);
  const listed = async () => {
    await company.say('bob', 'all requests', 'a:bob');
    return cardText(company.teams.messages.at(-1)?.card);
  };

  it('are corroborated part by part, and as a whole with the last', async () => {
    const card = await approved(TWO);
    await inPortal(company, 'omar', ON);
    auditLog(company).delayMs = 60 * MINUTE;
    await inPortal(company, 'omar', INVESTIGATE);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const half = cardText(card.card);
    assert.match(half, /Applied, in part corroborated, in part attested by Omar Okafor/);
    assert.match(half, /Attested\n+Automated investigation: On/);
    assert.doesNotMatch(half, /Attested\n+[^\n]*Automatically resolve alerts/);
    assert.match(half, /Corroborated\n+Automatically resolve alerts: On[\s\S]*audit log names Omar Okafor/);
    assert.match(await listed(), /Applied, in part corroborated/);
    assert.match(await status(), /Automatically resolve alerts\n+On\n+by Microsoft's audit log \(omar@/);
    for (let hour = 0; hour < 2; hour += 1) await company.watch(company.app, 60);
    const whole = cardText(card.card);
    assert.match(whole, /Applied by Omar Okafor, corroborated by Microsoft's audit log/);
    assert.doesNotMatch(whole, /\nAttested\n/);
    assert.match(await listed(), /Applied, corroborated/);
    assert.deepEqual(await outside(), []);
    const { outcome } = await requestOf(company);
    assert.deepEqual(
      outcome?.corroboratedParts?.map(({ part }) => part),
      [1, 2],
    );
  });

  it('say in the export of each part who attested it, and who the log names', async () => {
    const card = await approved(TWO);
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const entries = await company.services.store.audit(0, 1_000);
    const [entry, ...others] = entries.filter(({ event }) => event === 'request.corroborate');
    assert.equal(others.length, 0);
    assert.match(JSON.stringify(entry?.data), /"part":1/);
    assert.match(
      JSON.stringify(entry?.data),
      /Change 1 \(Automatically resolve alerts: On\): Corroborated: Microsoft's audit log names Omar Okafor/,
    );
    const end = entries.find(({ event }) => event === 'request.record-outcome');
    assert.match(JSON.stringify(end?.data), /Attested by Omar Okafor[^"]*Automated investigation: On/);
  });

  it('with a group are corroborated as a whole where the group reads as asked', async () => {
    const card = await approved(RENAMED);
    await inPortal(company, 'omar', ON);
    await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const text = cardText(card.card);
    assert.match(text, /Applied by Omar Okafor, corroborated/);
    assert.match(text, /Read back\n+"Lab" is called "Rigs"/);
    assert.match(text, /Each part was read in Defender, or Microsoft's audit log has a record of it/);
  });

  it('with a level of a group stay in part attested: no log says it', async () => {
    const card = await approved(LEVEL);
    await inPortal(company, 'omar', ON);
    await inPortal(company, 'omar', { group: 'Lab', set: { AutoRemediationLevel: 3 } });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const text = cardText(card.card);
    assert.match(text, /Applied, in part corroborated, in part attested by Omar Okafor/);
    assert.match(text, /Attested\n+remediation level of "Lab"/);
  });

  it('name the part of which the log names somebody else, and whoever it was', async () => {
    const card = await approved(TWO);
    await inPortal(company, 'omar', ON);
    await inPortal(company, 'grace', INVESTIGATE);
    company.clock.pass(MINUTE);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const text = cardText(card.card);
    assert.match(
      text,
      /Change 2: Omar Okafor \(omar@harbourline\.example\) reported it as applied; Microsoft's audit log names Grace Gallagher/,
    );
    assert.match(text, /Ask both who applied it/);
    assert.equal(told(company, /the audit log names somebody else/).length > 0, true);
    assert.deepEqual(await outside(), []);
  });

  it('take no record of another value, nor one of long after, for one of a part', async () => {
    const card = await approved(TWO);
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    company.clock.pass(30 * MINUTE);
    await inPortal(company, 'grace', INVESTIGATE);
    await company.watch();
    assert.equal((await outside()).length, 1);
    assert.match(cardText(card.card), /in part attested by Omar Okafor/);
  });
});
