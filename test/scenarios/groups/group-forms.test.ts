import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { FormDesk, GOOD_FORM, inputsOf } from '../../support/company/form-desk.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';

describe('device groups by their form, by the front door', () => {
  let company: Company;
  let api: TenantApi;
  beforeEach(async () => {
    company = await Company.open();
    api = tenantApi(company);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function approved(desk: FormDesk): Promise<void> {
    await desk.submit();
    await company.approve('bob', desk.message);
    await company.settle();
    assert.match(cardText(desk.message.card), /✓ Applied/);
  }

  it('a new group: previewed, approved, applied, its devices moved; reverted, approved, and gone', async () => {
    const desk = await FormDesk.open(company);
    const draft = cardText(await desk.check(GOOD_FORM));
    assert.match(draft, /Draft, not sent yet/);
    assert.match(draft, /48 devices/);
    assert.equal(company.writes.length, 0);
    await approved(desk);
    const made = await api.group('Finance laptops');
    assert.deepEqual((await api.ranking()).slice(0, 3), ['Domain controllers', 'Finance laptops', 'Finance']);
    assert.equal(made?.AutoRemediationLevel, 3);
    const moved = await api.devicesIn(made?.MachineGroupId);
    assert.equal(moved.length, 48);
    assert(moved.every((name) => name.startsWith('LAP-FIN-')));
    const revert = actionOf(desk.message.card, 'revert');
    assert(revert, 'an applied card offers Revert');
    await company.invoke('grace', desk.message, revert);
    await company.settle();
    const undo = company.message('Delete device group Finance laptops');
    await company.invoke('grace', undo, {
      verb: 'submit',
      data: { ...actionOf(await company.view('grace', undo), 'submit')?.data, reason: 'Rolled back' },
    });
    await company.settle();
    await company.approve('alice', undo);
    await company.settle();
    assert.equal(await api.group('Finance laptops'), undefined);
    assert.equal((await api.devicesIn(made?.MachineGroupId)).length, 0);
    assert.equal((await api.devicesIn(4)).filter((name) => name.startsWith('LAP-FIN-')).length, 48);
    assert.equal(company.writes.length, 2);
  });

  it('a group edited: the form begins with what is there, and only what was typed anew changes', async () => {
    const before = await api.group('Lab');
    const desk = await FormDesk.open(company, 'edit device group Lab');
    const inputs = inputsOf(await desk.card());
    assert.equal(inputs.name, 'Lab');
    assert.equal(inputs.level, 'none');
    assert.deepEqual([inputs.property0, inputs.operator0, inputs.value0], ['domain', 'contains', 'lab.']);
    await desk.check({ level: 'semi-all-folders' });
    await approved(desk);
    const after = await api.group('Lab');
    assert.deepEqual(
      { ...after, AutoRemediationLevel: 0, LastUpdated: '' },
      { ...before, AutoRemediationLevel: 0, LastUpdated: '' },
    );
    assert.equal(after?.AutoRemediationLevel, 1);
  });

  it('the ungrouped devices: their level and access, nothing else', async () => {
    const desk = await FormDesk.open(company, 'ungrouped devices');
    const inputs = inputsOf(await desk.card());
    assert.deepEqual(Object.keys(inputs).sort(), ['access', 'accessNames', 'level']);
    await desk.check({ level: 'semi-non-temp-folders', accessNames: 'SOC tier 1' });
    await approved(desk);
    const rest = (await api.groups()).at(-1);
    assert.equal(rest?.IsUnassignedMachineGroup, true);
    assert.equal(rest?.AutoRemediationLevel, 2);
    assert.deepEqual(
      rest?.MachineGroupAssignments.map(({ WcdAadGroup }) => WcdAadGroup.DisplayName),
      ['SOC tier 1'],
    );
  });

  it('Edit on a draft brings the form back with all that was typed, and revises that draft', async () => {
    const desk = await FormDesk.open(company);
    await desk.check(GOOD_FORM);
    await desk.press('edit');
    const inputs = inputsOf(await desk.card());
    const { name, description, level, property0, operator0, value0, place } = inputs;
    assert.deepEqual({ name, description, level, property0, operator0, value0, place }, GOOD_FORM);
    await desk.check({ name: 'Payment laptops' });
    await approved(desk);
    assert(await api.group('Payment laptops'));
    assert.equal(company.writes.length, 1);
    const requests = await company.services.store.requests(company.services.tenantId, { open: false, limit: 10 });
    assert.equal(requests.length, 1);
  });

  it('rows are added and removed without losing other inputs', async () => {
    const desk = await FormDesk.open(company);
    await desk.press('form-add', GOOD_FORM);
    await desk.press('form-add', { property1: 'name', operator1: 'starts-with', value1: 'LAP-HR-' });
    const remove = await desk.action('form-remove', { value2: 'x' });
    await company.invoke('alice', desk.message, { ...remove, data: { ...remove.data, row: 0 } });
    const inputs = inputsOf(await desk.card());
    assert.deepEqual([inputs.name, inputs.value0, inputs.value1], ['Finance laptops', 'LAP-HR-', 'x']);
    await desk.check({ value1: '' });
    await approved(desk);
    const made = await api.group('Finance laptops');
    assert.equal((await api.devicesIn(made?.MachineGroupId)).length, 16);
  });

  it('nobody but the person who asked can see, fill in or send the form', async () => {
    const desk = await FormDesk.open(company);
    const check = await desk.action('form-check', GOOD_FORM);
    assert.deepEqual(inputsOf(await desk.card('bob')), {});
    const answer = await company.invoke('bob', desk.message, check);
    assert.match(
      cardText({ value: answer.value }),
      /Only Alice Ahlgren \(alice@harbourline\.example\) can fill in this form/,
    );
    assert.deepEqual(inputsOf(answer.value), {});
    await company.settle();
    assert.equal(inputsOf(await desk.card()).name, '');
  });

  it('a second request on the same object is told about the first with its card, in the form, and nothing is lost', async () => {
    const first = await FormDesk.open(company, 'edit device group Lab');
    await first.check({ level: 'full' });
    await first.submit();
    const second = await FormDesk.open(company, 'edit device group Lab', 'grace');
    const told = cardText(await second.check({ level: 'semi-all-folders' }));
    assert.match(told, /#1, asked for by Alice Ahlgren \(alice@harbourline\.example\), is open on the same object/);
    assert.equal(inputsOf(await second.card()).level, 'semi-all-folders');
    const copy = company.teams.messages.at(-1);
    assert.notEqual(copy?.id, first.message.id);
    assert.match(cardText(copy?.card), /Change device group Lab[\s\S]*#1|#1[\s\S]*Change device group Lab/);
    const other = await FormDesk.open(company, 'edit device group Executives', 'grace');
    assert.match(cardText(await other.check({ level: 'full' })), /Draft, not sent yet/);
  });
});
