import assert from 'node:assert/strict';
import type { FormInput } from '../../../../src/changes/device-group/input/group-input.ts';
import { expireForms } from '../../../../src/jobs/expire.ts';
import type { FormAction } from '../../../../src/requests/forms/fill-in.ts';
import { dropForm, keepForm, submitForm } from '../../../../src/requests/forms/fill-in.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Form } from '../../../../src/requests/record/form.ts';
import { formDigest } from '../../../../src/requests/rules/form-steps.ts';
import { aFormId } from '../../../support/samples/ids.ts';
import { ALICE, BOB, FINANCE, GroupRoom } from './group-room.ts';

const HALF: FormInput = {
  kind: 'device-group.create',
  fields: { ...FINANCE.fields, name: '', conditions: [] },
} as FormInput;
const VERBS: Record<string, (services: Services, press: FormAction) => Promise<Form>> = {
  keep: keepForm,
  submit: submitForm,
  close: dropForm,
};

describe('an action on a form', () => {
  let room: GroupRoom;
  let form: Form;
  beforeEach(async () => {
    room = await GroupRoom.open();
    form = await room.opened();
    room.services.now += 1000;
  });
  afterEach(() => room.close());

  it('that keeps what was typed keeps it, right or wrong, and gives it its window anew', async () => {
    const kept = await keepForm(room.services, room.press(form, HALF));
    assert.deepEqual(await room.form(form.id), kept);
    assert.deepEqual([kept.input, kept.rev, kept.state, kept.faults], [HALF, 2, 'open', []]);
    assert.equal(kept.deadline, room.services.now + room.services.policy.draftWindow);
  });

  it('that sends it leaves it open with every fault that is seen without the tenant, and all that was typed', async () => {
    const sent = await submitForm(room.services, room.press(form, HALF));
    assert.deepEqual([sent.state, sent.input, sent.rev], ['open', HALF, 2]);
    assert.deepEqual([...new Set(sent.faults.map(({ field }) => field))].sort(), ['conditions', 'name']);
    assert.equal(await room.services.store.takeTask(['check-form'], 'me', room.services.now, 1), null);
    assert.equal(room.reads.length, 1, 'the tenant was asked when it was opened, and not again');
  });

  it('that sends it whole has it checked', async () => {
    const sent = await submitForm(room.services, room.press(form, FINANCE));
    assert.deepEqual([sent.state, sent.input, sent.faults], ['checking', FINANCE, []]);
    const task = await room.take();
    assert.deepEqual([task.kind, task.payload], ['check-form', { formId: form.id, rev: 2, digest: formDigest(sent) }]);
    assert.equal(room.reads.length, 1, 'nothing waits on the tenant inside a turn');
  });

  it('that moves rows forgets what was wrong with single rows, and nothing else', async () => {
    const conditions = [{ property: 'name', operator: 'sounds-like', value: 'x' }];
    const input = { ...FINANCE, fields: { ...FINANCE.fields, name: '', conditions } } as FormInput;
    const faulty = await submitForm(room.services, room.press(form, input));
    assert(faulty.faults.some(({ field }) => field.startsWith('conditions.0')));
    const kept = await keepForm(room.services, room.press(faulty, HALF));
    assert.deepEqual([...new Set(kept.faults.map(({ field }) => field))], ['name']);
  });

  it('that drops it closes it', async () => {
    const closed = await dropForm(room.services, room.press(form));
    assert.deepEqual([closed.state, closed.deadline], ['closed', null]);
    assert.deepEqual(await room.form(form.id), closed);
  });

  for (const [name, verb] of Object.entries(VERBS)) {
    it(`${name}: is for the requester only`, async () => {
      await assert.rejects(verb(room.services, room.press(form, FINANCE, BOB)), {
        code: 'not-allowed',
        message: /Only Alice Nguyen/,
      });
      assert.deepEqual(await room.form(form.id), form);
    });

    it(`${name}: needs a form that is there`, async () => {
      await assert.rejects(verb(room.services, { ...room.press(form), formId: aFormId('none') }), {
        code: 'not-found',
      });
    });

    it(`${name}: is refused on an older card, and takes nothing of it`, async () => {
      const kept = await keepForm(room.services, room.press(form, HALF));
      await assert.rejects(verb(room.services, room.press(form, FINANCE)), {
        code: 'rev-conflict',
        message: /out of date/,
      });
      assert.deepEqual(await room.form(form.id), kept);
    });

    it(`${name}: is refused on a rev that does not exist yet`, async () => {
      await assert.rejects(verb(room.services, { ...room.press(form, FINANCE), rev: 7 }), { code: 'rev-conflict' });
    });

    it(`${name}: delivered twice, one after the other or at once, counts once`, async () => {
      const press = room.press(form, FINANCE);
      const [first, second] = await Promise.all([verb(room.services, press), verb(room.services, press)]);
      const third = await verb(room.services, press);
      assert.deepEqual([first, second], [third, third]);
      assert.equal(third.rev, 2);
      assert.deepEqual(await room.form(form.id), third);
    });
  }

  for (const [name, verb] of Object.entries({ keep: keepForm, submit: submitForm })) {
    it(`${name}: comes too late at the deadline, to the millisecond`, async () => {
      room.services.now = (form.deadline ?? 0) - 1;
      assert.equal(await expireForms(room.services), 0);
      room.services.now += 1;
      const late = verb(room.services, room.press(form, FINANCE));
      await assert.rejects(late, { code: 'wrong-state', message: /is closed/ });
      assert.equal((await room.form(form.id)).state, 'closed');
    });
  }

  it('that drops an expired form is answered with the closed form', async () => {
    room.services.now = form.deadline ?? 0;
    const closed = await dropForm(room.services, room.press(form));
    assert.equal(closed.state, 'closed');
    assert.equal(await expireForms(room.services), 0, 'it has lapsed already');
  });

  it('that sends it twice with faults answers both with the faults', async () => {
    const press = room.press(form, HALF);
    const [first, second] = await Promise.all([submitForm(room.services, press), submitForm(room.services, press)]);
    assert.deepEqual(first, second);
    assert(first.faults.length > 0);
  });

  it('that sends what an earlier action only saved is not mistaken for that one', async () => {
    await keepForm(room.services, room.press(form, FINANCE));
    await assert.rejects(submitForm(room.services, room.press(form, FINANCE)), { code: 'rev-conflict' });
  });

  it('cannot make it a form of something else', async () => {
    const other: FormInput = { kind: 'ungrouped-devices', fields: { level: 'none' } };
    await assert.rejects(keepForm(room.services, room.press(form, other)), { code: 'input-invalid' });
    const edit = await room.opened({ kind: 'device-group.update', name: 'Laptops' });
    const moved: FormInput = { kind: 'device-group.update', group: { id: 5 }, fields: { name: 'Mine' } };
    const kept = await keepForm(room.services, room.press(edit, moved));
    assert.deepEqual(kept.input, { ...moved, group: { id: 6 } });
  });

  it('on a form that is being checked, closed or drafted changes nothing', async () => {
    const sent = await submitForm(room.services, room.press(form, FINANCE));
    for (const verb of [keepForm, submitForm, dropForm]) {
      await assert.rejects(verb(room.services, room.press(sent, HALF)), {
        code: 'wrong-state',
        message: /being checked/,
      });
    }
    await room.work();
    await assert.rejects(keepForm(room.services, room.press(await room.form(form.id), HALF)), {
      code: 'wrong-state',
      message: /has become a draft/,
    });
  });

  it('makes the card in Teams due for an update, whatever it was', async () => {
    await keepForm(room.services, room.press(form, HALF));
    const [post] = await room.said();
    assert.deepEqual([post?.activityId, post?.wantedRev], [`act of ${form.id}:form:${form.origin}`, 2]);
  });

  it('is no decision: nothing of it is in the record', async () => {
    const kept = await keepForm(room.services, room.press(form, HALF));
    await submitForm(room.services, room.press(kept, HALF));
    assert.deepEqual(await room.events(), []);
  });

  it('and its expiry: exactly one of them', async () => {
    for (const ahead of [0, 1]) {
      const one = await room.opened();
      room.services.now = (one.deadline ?? 0) - ahead;
      const press = submitForm(room.services, room.press(one, FINANCE));
      room.services.now = one.deadline ?? 0;
      const [sent] = await Promise.allSettled([press, expireForms(room.services)]);
      const now = await room.form(one.id);
      assert.equal(now.state, sent.status === 'fulfilled' ? 'checking' : 'closed');
    }
  });

  it('is the requester’s however they are called', async () => {
    const renamed = { ...ALICE, name: 'Alice Smith' };
    assert.equal((await keepForm(room.services, room.press(form, HALF, renamed))).rev, 2);
  });
});
