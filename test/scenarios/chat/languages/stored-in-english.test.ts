import assert from 'node:assert/strict';
import Database from 'libsql';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { alertStates } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { MARKS } from '../../../../src/shared/language/pseudo.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { FormDesk, GOOD_FORM } from '../../../support/company/form-desk.ts';
import { inPortal } from '../../../support/company/watched-company.ts';

/** Words for one reader, in their language: what is sent, and what is wrong in the form that they fill in. */
const FOR_ONE_READER: readonly RegExp[] = [/^posts\.content\./, /^forms\.body\.faults\./];

/** What was logged, with the messages of errors. */
const logged: string[] = [];
const note = (fields: object, text: string) => {
  const shown = (_key: string, value: unknown) => (value instanceof Error ? `${value.stack} ${value.cause}` : value);
  logged.push(`${text} ${JSON.stringify(fields, shown)}`);
};
const log = { debug: note, info: note, warn: note, error: note };

/** Everybody's Teams, and the installation, speak a language whose every text is marked. */
async function marked(connector: string): Promise<Company> {
  logged.length = 0;
  const company = await Company.open({ connector, log, environment: { SHARED_LANGUAGE: 'qps-ploc' } });
  for (const person of company.sandbox.world.people) person.locale = 'qps-ploc';
  for (const who of ['alice', 'bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
  return company;
}

/** Asks, and presses approve as Bob. */
async function approved(company: Company, text: string): Promise<void> {
  const card = await company.pending(text);
  await company.approve('bob', card);
  await company.settle();
}

async function says(company: Company, who: Name, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await company.say(who, text);
}

/** A mark, or a letter of that language which stays what it is where texts are folded to be searched. */
const OTHER = /[⟦ƀƒɱƥɋ]/u;

/** Where a mark stands in the store: `requests.body.closing.note`, each once with a text that it was found in. */
function marksIn(company: Company): Readonly<Record<string, string>> {
  const db = new Database(company.file, { readonly: true });
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  const found: Record<string, string> = {};
  for (const { name } of tables)
    for (const row of db.prepare(`select * from "${name}"`).all() as Record<string, unknown>[])
      for (const [path, text] of texts(row, name)) if (OTHER.test(text)) found[path] ??= text;
  db.close();
  return Object.fromEntries(Object.entries(found).filter(([path]) => !FOR_ONE_READER.some((one) => one.test(path))));
}

/** What became of each request, in the order of their numbers. */
async function ends(company: Company): Promise<readonly string[]> {
  const { store, tenantId } = company.services;
  const requests = await store.requests(tenantId, { open: false, limit: 100 });
  return requests.map(({ state, change }) => `${change.kind}: ${state}`).reverse();
}

/** Nothing kept for others is in another language: the store, the log, and what was sent to Defender. */
function assertEnglish(company: Company): void {
  assert.deepEqual(marksIn(company), {});
  assert.deepEqual(
    logged.filter((line) => OTHER.test(line)),
    [],
  );
  const { world } = company.sandbox;
  const outside = [world.tenant, world.machines, machineActionsOf(world), activeIndicators(world), alertStates(world)];
  assert.doesNotMatch(JSON.stringify(outside), OTHER);
}

/** Every text in a row, and where: what is JSON is taken apart. */
function texts(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') {
    const isJson = /^[[{]/.test(value);
    return isJson ? texts(JSON.parse(value), path) : [[path, value]];
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, one]) => texts(one, isList ? path : `${path}.${key}`));
}

describe('what is stored for others, in no reader’s language', () => {
  let company: Company;
  afterEach(() => company.close());

  it('is English with the connector that writes, whatever everybody speaks', async () => {
    company = await marked('portal');
    await approved(company, 'enable automated investigation');
    assert.ok(cardText(company.teams.messages.at(-1)?.card).includes(MARKS.from), 'readers see their own language');
    await approved(company, 'revert 1');
    await says(company, 'alice', 'status', 'requests', 'history', 'show 1', 'devices 1', 'who can approve?');
    const rejected = await company.pending('enable automatically resolve alerts');
    const reject = actionOf(await company.view('bob', rejected), 'reject');
    await company.invoke('bob', rejected, { verb: 'reject', data: { ...reject?.data, reason: 'Not tonight' } });
    await company.settle();
    await company.pending('delete device group Lab');
    company.clock.pass(20 * 3_600_000);
    await company.settle();
    await says(company, 'alice', 'withdraw 4');
    await approved(company, 'tag LAP-HR-0001 LAP-HR-0002 with Lab');
    await approved(company, 'isolate LAP-HR-0001');
    await approved(company, 'block domains a.example, b.example');
    await approved(company, 'as one request: enable automated investigation; edit device group Lab level full');
    await says(company, 'alice', 'scan LAP-HR-0001', 'ask again 3');
    await inPortal(company, 'omar', { features: { AutoResolveInvestigatedAlerts: true } });
    await company.watch();
    await company.pending('edit device group Finance level none');
    company.clock.pass(2 * 86_400_000);
    await company.settle();
    assert.deepEqual(await ends(company), [
      'advanced-feature: applied',
      'advanced-feature: applied',
      'advanced-feature: rejected',
      'device-group.delete: withdrawn',
      'device-tags: applied',
      'response-actions: applied',
      'indicators: applied',
      'several: applied',
      'device-group.update: expired',
    ]);
    assertEnglish(company);
    await company.assertAuditHolds();
  });

  it('is English with steps by hand, and with forms', async () => {
    company = await marked('guided');
    await approved(company, 'enable automatically resolve alerts');
    const card = company.teams.messages.find((one) => actionOf({ ...one.card }, 'attest'));
    assert.ok(card);
    const attest = actionOf(card.card, 'attest');
    assert.ok(attest);
    await company.invoke('grace', card, attest);
    await company.settle();
    await says(company, 'bob', 'automatically resolve alerts is off', 'automated investigation is on');
    const desk = await FormDesk.open(company);
    await desk.check({ ...GOOD_FORM, name: '' });
    await desk.check(GOOD_FORM);
    await desk.submit();
    await approved(company, 'delete device group Lab');
    await company.watch();
    company.clock.pass(2 * 86_400_000);
    await company.settle();
    assert.deepEqual(await ends(company), [
      'advanced-feature: applied',
      'device-group.create: expired',
      'device-group.delete: expired',
    ]);
    assertEnglish(company);
    await company.assertAuditHolds();
  });
});
