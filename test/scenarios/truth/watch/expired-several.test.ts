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
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;
const TWO = 'as one request: enable automatically resolve alerts; enable automated investigation';
const RENAMED = 'as one request: enable automatically resolve alerts; rename device group Lab to Rigs';
const TAGGED = 'as one request: enable automatically resolve alerts; tag LAP-HR-0001 with Pilot';
const INVESTIGATE = { features: { AutomatedIrEnabled: true } };

describe('several changes that nobody reported before they expired, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const approved = (text: string) => approvedBefore(company, text);
  async function expires(): Promise<void> {
    const { deadline } = await requestOf(company);
    company.clock.pass((deadline ?? assert.fail()) - company.clock.now() + MINUTE);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'expired');
  }

  const outside = async () => (await allOutside(company.services)).map(({ outside: { items } }) => items);

  it('are applied after all, part by part, as the log shows each', async () => {
    const card = await approved(TWO);
    await inPortal(company, 'omar', ON);
    auditLog(company).delayMs = 9 * 60 * MINUTE;
    await inPortal(company, 'omar', INVESTIGATE);
    await expires();
    await company.watch();
    const half = cardText(card.card);
    assert.match(half, /Applied in part by Omar Okafor, as Microsoft's audit log says; nothing shows the rest so far/);
    assert.match(half, /Nobody reported it in time. Microsoft's audit log has a record of 1 of its 2 changes/);
    assert.match(half, /Corroborated\n+Automatically resolve alerts: On/);
    assert.match(half, /Not known\n+Automated investigation: On/);
    assert.equal(told(company, /is applied in part after all, as Microsoft's audit log says/).length, 2);
    assert.deepEqual(await outside(), []);
    for (let hour = 0; hour < 10; hour += 1) await company.watch(company.app, 60);
    const whole = cardText(card.card);
    assert.match(whole, /Applied by Omar Okafor, corroborated by Microsoft's audit log/);
    assert.doesNotMatch(whole, /Not known\n+Automated|of its 2 changes/);
    assert.equal(told(company, /is applied after all, as Microsoft's audit log says/).length, 2);
    const { outcome } = await requestOf(company);
    assert.deepEqual(
      outcome?.corroboratedParts?.map(({ part }) => part),
      [1, 2],
    );
    assert.deepEqual(await outside(), []);
  });

  it('do not count a switch that was set long after they had expired', async () => {
    const card = await approved(TWO);
    await inPortal(company, 'omar', ON);
    await expires();
    company.clock.pass(60 * MINUTE);
    await inPortal(company, 'grace', INVESTIGATE);
    await company.watch();
    assert.match(cardText(card.card), /Applied in part by Omar Okafor/);
    assert.equal((await outside()).length, 1);
  });

  it('tell what Microsoft Graph lists of them beside what the log says', async () => {
    const card = await approved(RENAMED);
    await inPortal(company, 'omar', ON);
    await expires();
    await company.watch();
    assert.match(cardText(card.card), /Not known\n+"Lab" is called "Rigs"/);
    await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
    for (let hour = 0; hour < 2; hour += 1) await company.watch(company.app, 60);
    const text = cardText(card.card);
    assert.match(text, /Applied by Omar Okafor, corroborated/);
    assert.match(text, /Read back\n+"Lab" is called "Rigs"/);
    assert.match(text, /Corroborated\n+Automatically resolve alerts: On/);
  });

  it('tell by its record a switch beside a part that Airlock writes itself, and that this was not written', async () => {
    const card = await approved(TAGGED);
    await inPortal(company, 'omar', ON);
    await expires();
    await company.watch();
    assert.deepEqual(await outside(), []);
    const text = cardText(card.card);
    assert.match(text, /Applied in part by Omar Okafor, as Microsoft's audit log says; Airlock did not write the rest/);
    assert.match(text, /Corroborated\n+Automatically resolve alerts: On/);
    assert.match(text, /Not written\n+Tag LAP-HR-0001 with "Pilot"/);
    assert.match(text, /Airlock did not write, since it expired before that: Tag LAP-HR-0001/);
    assert.equal(told(company, /is applied in part after all, as Microsoft's audit log says/).length, 2);
    assert.equal(company.sandbox.world.machines.filter(({ machineTags }) => machineTags.includes('Pilot')).length, 0);
  });

  it('are not told as applied by the list of device groups where Airlock did not write its part', async () => {
    const card = await approved('as one request: rename device group Lab to Rigs; tag LAP-HR-0001 with Pilot');
    await expires();
    await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
    for (let hour = 0; hour < 2; hour += 1) await company.watch(company.app, 60);
    const text = cardText(card.card);
    assert.match(text, /Applied in part, seen later/);
    assert.match(text, /Read back\n+"Lab" is called "Rigs"/);
    assert.match(text, /Not written\n+Tag LAP-HR-0001 with "Pilot"/);
    await company.say('alice', 'revert 1');
    await company.settle();
    const undoing = cardText(company.teams.messages.at(-1)?.card);
    assert.match(undoing, /Change device group Rigs\n+Name\n+Rigs → \n+Lab/);
    assert.doesNotMatch(undoing, /Pilot/);
  });
});
