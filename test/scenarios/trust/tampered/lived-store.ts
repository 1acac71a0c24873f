import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { inPortal, OFF } from '../../../support/company/watched-company.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { knowSinceLong } from '../../../support/people/alter-people.ts';
import { copyOf, type HonestStore, noteOf } from '../../../support/tampering/honest-store.ts';
import { KIND_CASES } from '../../supported/every-kind/kind-cases.ts';

const HOME = '19:approvals@thread.tacv2';

/** What is asked for first, approved and applied, each by a request of its own. */
const APPLIED: readonly string[] = [
  'enable automatically resolve alerts',
  'create device group "Kiosks" level full tag equals kiosk last',
  'edit device group Lab level full',
  'rank device group Lab first',
  'edit ungrouped devices level none',
  'as one request: enable automated investigation; tag LAP-HR-0001, LAP-HR-0003 with Pilot',
];

/**
 * A store in which people did by the front door whatever Airlock keeps rows of: every kind of change, a change that
 * somebody made in the portal, a scan and an emergency on one person's word. Some of it is under way at the end.
 */
export async function makeLivedStore(): Promise<HonestStore> {
  const folder = await quickFolder('airlock-lived-');
  const environment = { EMERGENCY_ACTIONS: 'isolate,release', SCAN_APPROVAL: '1' };
  const company = await Company.open({ environment });
  const keep = (name: string) => copyOf(company.file, join(folder, name));
  try {
    await knowSinceLong(company);
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
    await chooseChannel(company);
    for (const text of APPLIED) await applied(company, text);
    const first = keep('backup-0.db');
    await inPortal(company, 'omar', OFF);
    for (const { ask } of Object.values(KIND_CASES)) await applied(company, ask(company.sandbox.world));
    await company.watch();
    const second = keep('backup-1.db');
    await alone(company, 'quick scan LAP-HR-0005', 'submit');
    await alone(company, 'isolate LAP-HR-0007', 'act-now');
    await company.pending('delete device group Lab');
    await leaveOnTheWay(company);
    const end = keep('end.db');
    const remove = () => rm(folder, { recursive: true });
    return { name: 'lived', file: end, backups: [first, second], note: noteOf(end), remove };
  } finally {
    await company.close();
  }
}

async function applied(company: Company, text: string): Promise<void> {
  await company.approve('bob', await company.pending(text));
  for (let at = 0; at < 2; at += 1) {
    await company.settle();
    company.clock.pass(60_000);
  }
}

async function chooseChannel(company: Company): Promise<void> {
  const channelData = { tenant: { id: company.services.tenantId }, channel: { id: HOME, name: 'Approvals' } };
  const asked = { type: 'message', text: 'use this channel for approvals', channelData };
  await company.post({ ...company.envelope('alice', `${HOME};messageid=7`), ...asked });
  await company.settle();
  const card = company.teams.messages.at(-1) ?? assert.fail();
  const submit = actionOf(await company.view('alice', card), 'submit') ?? assert.fail(cardText(card.card));
  await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'One place' } });
  await company.approve('bob', card);
  await company.settle();
}

/** Alice does something that nobody approves before. */
async function alone(company: Company, text: string, verb: string): Promise<void> {
  await company.say('alice', text);
  const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
  const action = actionOf(await company.view('alice', message), verb) ?? assert.fail(cardText(message.card));
  await company.invoke('alice', message, { ...action, data: { ...action.data, reason: 'Alert 4711' } });
  await company.settle();
}

/** Defender asks to wait in the middle of a request; what somebody wrote last is neither done nor answered. */
async function leaveOnTheWay(company: Company): Promise<void> {
  const path = 'AddOrRemoveTag';
  company.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 600, path, times: 1 });
  await company.approve('bob', await company.pending('tag LAP-HR-0008, LAP-HR-0009 with Pilot'));
  await company.settle();
  for (const text of ['isolate LAP-HR-0011', 'help'])
    await company.post({ ...company.envelope('alice', SOC), type: 'message', text: `<at>Airlock</at> ${text}` });
}
