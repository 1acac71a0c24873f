import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAction } from '../../../../src/teams/actions/parse-action.ts';
import { parseFormAction } from '../../../../src/teams/forms/parse-form-action.ts';

const FORM = '7a1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12';
const carried = { formId: FORM, rev: 3 };

function parse(data: unknown, trigger: unknown = 'manual') {
  const press = parseAction({ action: { type: 'Action.Execute', verb: 'form-add', data }, trigger });
  return press && parseFormAction(press);
}

describe('what an action on a form’s card carries', () => {
  it('is the form, its rev, a row, and what is typed', () => {
    assert.deepEqual(parse({ ...carried, row: 2, name: 'x', value29: 'y' }), {
      verb: 'form-add',
      isManual: true,
      formId: FORM,
      rev: 3,
      row: 2,
      inputs: { name: 'x', value29: 'y' },
    });
    assert.deepEqual(parse({ ...carried, formId: FORM.toUpperCase() })?.formId, FORM);
    assert.deepEqual([parse(carried)?.row, parse(carried)?.inputs], [null, {}]);
  });

  const refused: Record<string, unknown> = {
    'no data': undefined,
    null: null,
    'a text': 'x',
    'a list': [],
    'no form': { rev: 1 },
    'an id that is none': { ...carried, formId: '12' },
    'an id that is a list': { ...carried, formId: [FORM] },
    'no rev': { formId: FORM },
    'a rev below one': { ...carried, rev: 0 },
    'a rev that is a text': { ...carried, rev: '3' },
    'a rev that is broken': { ...carried, rev: 1.5 },
    'a row below none': { ...carried, row: -1 },
    'a row beyond all': { ...carried, row: 100 },
    'a row that is a text': { ...carried, row: '1' },
    'data besides ours': { ...carried, input: {} },
    'a request': { ...carried, requestId: FORM },
    'an input that is not ours': { ...carried, value100: 'x' },
    'an input of the prototype': { ...carried, constructor: 'x' },
    'an input that is a list': { ...carried, name: ['x'] },
    'an input that is an object': { ...carried, access: { a: 1 } },
    'an input that is null': { ...carried, value0: null },
    'an input that is a number': { ...carried, rank: 3 },
    'a name without an end': { ...carried, name: 'x'.repeat(501) },
    'a value without an end': { ...carried, value7: 'x'.repeat(1_001) },
    'a level without an end': { ...carried, level: 'x'.repeat(101) },
    'groups without an end': { ...carried, access: 'x'.repeat(8_001) },
  };
  for (const [name, data] of Object.entries(refused)) {
    it(`is refused with ${name}`, () => assert.equal(parse(data), null));
  }

  it('is refused with a key that only looks like a known one', () => {
    assert.equal(parse(JSON.parse(`{"formId":"${FORM}","rev":1,"__proto__":"x"}`)), null);
  });

  it('is an automatic refresh unless a person acted', () => {
    assert.equal(parse(carried, undefined)?.isManual, true);
    for (const trigger of ['automatic', '', null, 1, {}, ['manual']])
      assert.equal(parse(carried, trigger)?.isManual, false);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        const press = parse(data);
        return press === null || press.formId.length === 36;
      }),
    );
  });
});
