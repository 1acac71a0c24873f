import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Form } from '../../../../src/requests/record/form.ts';
import { formDigest } from '../../../../src/requests/rules/form-steps.ts';
import { FORM_VERBS } from '../../../../src/teams/forms/form-model.ts';
import { FORMS } from '../../../cards/form-cases.ts';
import { ofType } from '../../../cards/walk.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import { ALICE, BOB, type Person, RITA, SOC, TENANT, TeamsRoom } from '../teams-room.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';

describe("an action on a form's card", () => {
  let room: TeamsRoom;
  let form: Form;
  beforeEach(async () => {
    room = await TeamsRoom.open();
    form = await open();
  });
  afterEach(() => room.close());

  async function open(overrides: Partial<Form> = {}): Promise<Form> {
    const made = buildForm({
      ...FORMS.filled,
      id: randomUUID(),
      requester: { oid: ALICE.oid, name: ALICE.name },
      origin: SOC,
      deadline: room.clock.now() + 3_600_000,
      ...overrides,
    });
    await room.services.store.send({ messages: [], tasks: [], form: { form: made, expectedRev: null } });
    return made;
  }

  const stored = async () => (await room.services.store.form(TENANT, form.id)) ?? assert.fail('the form is gone');
  const data = (more: object = {}) => ({ formId: form.id, rev: form.rev, ...more });

  /** What stands in the inputs of the card that this person sees. */
  async function inputs(who: Person = ALICE): Promise<Record<string, unknown>> {
    const { rev } = await stored();
    const { body } = await room.press(who, 'form-view', data({ rev }), 'automatic');
    const found = ['Input.Text', 'Input.ChoiceSet'].flatMap((type) => ofType(body.value, type));
    return Object.fromEntries(found.map(({ node }) => [String(node.id), node.value]));
  }

  async function card(answer: Promise<{ status: number; body: unknown }>): Promise<Record<string, unknown>> {
    const { status, body } = await answer;
    const { statusCode, type, value } = body as { statusCode: number; type: string; value: Record<string, unknown> };
    assert.deepEqual([status, statusCode, type], [200, 200, CARD]);
    assert.equal(value.refresh, undefined, 'an answer never refreshes');
    return value;
  }

  it('shows the form to the one who fills it in, and to everybody else who that is', async () => {
    const mine = await card(room.press(ALICE, 'form-view', data(), 'automatic'));
    assert(actionOf(mine, 'form-check'));
    for (const who of [BOB, RITA]) {
      const other = await card(room.press(who, 'form-view', data()));
      assert.equal(actionOf(other, 'form-check'), null);
      assert.match(cardText(other), /Alice is filling in a device group form/);
      assert.doesNotMatch(cardText(other), /Finance laptops/);
    }
  });

  it('adds a row and keeps everything that is typed, saved or not', async () => {
    const typed = { ...(await inputs()), name: 'Payroll', value0: 'payroll', accessNames: 'Auditors' };
    const shown = await card(room.press(ALICE, 'form-add', data(typed)));
    assert.equal(ofType(shown, 'Input.Text').filter(({ node }) => String(node.id).startsWith('value')).length, 3);
    const { input, rev } = await stored();
    assert(input.kind === 'device-group.create');
    assert.equal(rev, 2);
    assert.equal(input.fields.name, 'Payroll');
    assert.deepEqual(
      input.fields.conditions.map(({ value }) => value),
      ['payroll', 'LAP-FIN-', '', 'Windows11, Windows10'],
    );
    assert.deepEqual(input.fields.access, ['6e000000-0000-4000-8000-000000000003', 'Server team', 'Auditors']);
    assert.deepEqual(input.place, { at: 'before', group: { id: 5 } });
  });

  it('removes the row whose button it was', async () => {
    await card(room.press(ALICE, 'form-remove', data({ ...(await inputs()), row: 0 })));
    const { input } = await stored();
    assert(input.kind === 'device-group.create');
    assert.equal(input.fields.conditions[0]?.value, 'LAP-FIN-');
    assert.equal(input.fields.conditions.length, 2);
  });

  it('removes nothing when it says no row', async () => {
    await card(room.press(ALICE, 'form-remove', data(await inputs())));
    const { input } = await stored();
    assert('conditions' in input.fields && input.fields.conditions?.length === 3);
  });

  it('sends a valid form to be checked, and says so at once', async () => {
    const shown = await card(room.press(ALICE, 'form-check', data(await inputs())));
    assert.match(cardText(shown), /Airlock is reading the tenant/);
    assert.equal((await stored()).state, 'checking');
    assert.deepEqual((await room.task(['check-form']))?.payload, {
      formId: form.id,
      rev: 2,
      digest: formDigest(await stored()),
    });
  });

  it('gives a form back with each fault at its field, and with all that was typed', async () => {
    const typed = { ...(await inputs()), name: ' ', level: 'full', value0: 'x'.repeat(240) };
    const shown = await card(room.press(ALICE, 'form-check', data(typed)));
    assert.match(cardText(shown), /2 things need to be put right/);
    assert.match(cardText(shown), /✕ A device group needs a name/);
    assert.match(cardText(shown), /✕ This value has 240 characters; Airlock takes at most 200/);
    const again = await inputs();
    assert.deepEqual([again.name, again.level, again.value0], [' ', 'full', 'x'.repeat(240)]);
    assert.equal(await room.task(['check-form']), null);
  });

  it('discards the form, which can only be opened once more then', async () => {
    const shown = await card(room.press(ALICE, 'form-discard', data({ name: 'typed and not sent' })));
    assert.match(cardText(shown), /closed, and nothing was asked for/);
    assert.equal((await stored()).state, 'closed');
    const left = FORM_VERBS.filter((verb) => actionOf(shown, verb) !== null);
    assert.deepEqual(left, ['form-again']);
  });

  const acts = ['form-add', 'form-remove', 'form-check', 'form-discard'];

  for (const verb of acts) {
    it(`lets nobody else do ${verb}`, async () => {
      const shown = await card(room.press(BOB, verb, data({ name: 'Mine', row: 0 })));
      assert.match(cardText(shown), /Only Alice can fill in this form/);
      assert.equal(actionOf(shown, 'form-check'), null);
      assert.deepEqual(await stored(), form);
    });

    for (const trigger of ['automatic', '', null, {}]) {
      it(`changes nothing by ${verb} when its trigger is ${JSON.stringify(trigger)}`, async () => {
        await card(room.press(ALICE, verb, data({ name: 'x', row: 0 }), trigger));
        assert.deepEqual(await stored(), form);
      });
    }

    it(`takes ${verb} once, however often and under whatever id it is delivered`, async () => {
      const typed = data({ ...(await inputs()), ...(verb === 'form-remove' && { row: 0 }) });
      for (let time = 0; time < 3; time += 1) await card(room.press(ALICE, verb, typed));
      assert.equal((await stored()).rev, 2);
    });
  }

  it('on an older card takes nothing, and shows the form as it is', async () => {
    await card(room.press(ALICE, 'form-add', data(await inputs())));
    const before = await stored();
    const shown = await card(room.press(ALICE, 'form-check', data({ name: 'Older' })));
    assert.match(cardText(shown), /out of date/);
    assert.deepEqual(await stored(), before);
  });

  it('on a card from the future takes nothing', async () => {
    await card(room.press(ALICE, 'form-check', data({ rev: 9 })));
    assert.deepEqual(await stored(), form);
  });

  it('on a form that is being checked says so', async () => {
    form = await open({ state: 'checking' });
    const shown = await card(room.press(ALICE, 'form-discard', data()));
    assert.match(cardText(shown), /being checked/);
  });

  it('on a form that became a draft shows the draft', async () => {
    const draft = await room.draft();
    form = await open({ state: 'drafted', requestId: draft.id, deadline: null });
    const shown = await card(room.press(ALICE, 'form-view', data()));
    assert(actionOf(shown, 'submit'));
    const refused = await card(room.press(ALICE, 'form-add', data()));
    assert.match(cardText(refused), /has become a draft/);
    assert.equal(actionOf(await card(room.press(BOB, 'form-view', data())), 'submit'), null);
  });

  it('on a form that is not there says so', async () => {
    const { body } = await room.press(ALICE, 'form-view', { formId: randomUUID(), rev: 1 });
    assert.match(cardText(body.value), /There is no such form here\. Write the command again\./);
    assert.deepEqual(actionOf(body.value, 'say')?.data, { say: 'create device group' });
  });

  it('with data that no card of Airlock sends is answered politely', async () => {
    for (const odd of [{}, data({ input: {} }), data({ requestId: form.id }), data({ name: 7 }), null, 'x', []]) {
      const { body } = await room.press(ALICE, 'form-check', odd);
      assert.match(body.value, /Airlock does not know this button/);
    }
    assert.deepEqual(await stored(), form);
  });

  it('never reaches a request, nor does an action on a request reach a form', async () => {
    const request = await room.pending();
    const asRequest = { requestId: request.id, rev: request.rev };
    for (const [verb, odd] of [
      ['form-view', asRequest],
      ['approve', data()],
      ['form-view', { ...data(), ...asRequest }],
    ] as const) {
      assert.match((await room.press(BOB, verb, odd)).body.value, /Airlock does not know this button/);
    }
    assert.deepEqual(await room.state(request), request);
  });
});
