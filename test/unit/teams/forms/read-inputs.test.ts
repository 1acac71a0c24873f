import assert from 'node:assert/strict';
import type { Form } from '../../../../src/requests/record/form.ts';
import { formCard, layoutOf } from '../../../../src/teams/forms/form-card.ts';
import { INPUT_LENGTHS, INPUT_LIMITS, ROWS_MAX, withoutRow, withRow } from '../../../../src/teams/forms/form-inputs.ts';
import { type Inputs, readGroupInput } from '../../../../src/teams/forms/read-inputs.ts';
import { FORMS, fullForm } from '../../../cards/form-cases.ts';
import { objectsOf } from '../../../cards/walk.ts';
import { buildForm } from '../../../support/samples/build-form.ts';

/** What a client sends for a form's card on which nothing was touched. It leaves out what is empty. */
function untouched(form: Form): Record<string, string> {
  const inputs = [...objectsOf(formCard(form, { viewer: 'requester' }))].filter(({ node }) =>
    String(node.type).startsWith('Input.'),
  );
  return Object.fromEntries(
    inputs.map(({ node }) => [String(node.id), String(node.value)] as const).filter(([, value]) => value !== ''),
  );
}

function typed(form: Form, inputs: Inputs) {
  return readGroupInput(form, inputs, layoutOf(form));
}

/** Conditions, systems and groups with access as they are meant, however they are written. */
function meaning(input: Form['input']) {
  const { access = [], ...fields } = input.fields;
  const conditions = 'conditions' in fields ? fields.conditions : undefined;
  const rows = conditions?.filter(({ property, value }) => property !== 'os' && value !== '');
  const systems = conditions?.filter(({ property }) => property === 'os').map(({ value }) => squash(value));
  const place = input.kind === 'device-group.create' ? (input.place ?? { at: 'last' }) : null;
  return { ...input, place, fields: { ...fields, conditions: rows, systems, access: [...access].sort() } };
}

function squash(text: string): string {
  return text.replace(/[ ]/g, '');
}

const open = Object.entries(FORMS).filter(([, form]) => form.state === 'open');

describe('a form that comes back as it was drawn', () => {
  for (const [name, form] of [
    ...open,
    ['full', fullForm('x')] as const,
    ['full of wide letters', fullForm('字')] as const,
  ]) {
    it(`${name}: asks for what it contained`, () => {
      const { place, fields } = meaning(typed(form, untouched(form)));
      const before = meaning(form.input);
      assert.deepEqual(fields, before.fields);
      const soon = name === 'faults';
      assert.deepEqual(place, soon ? { at: 'rank', rank: 'soon' } : before.place);
    });
  }

  it('is the same however often it comes back', () => {
    for (const [, form] of open) {
      const once = { ...form, input: typed(form, untouched(form)) };
      assert.deepEqual(typed(once, untouched(once)), once.input);
    }
  });
});

describe('what is typed into a form', () => {
  const form = FORMS.filled ?? buildForm();
  const inputs = untouched(form);

  it('replaces what was there', () => {
    const input = typed(form, { ...inputs, name: 'Payroll', level: 'full', value0: 'payroll', property1: 'domain' });
    assert(input.kind === 'device-group.create');
    assert.deepEqual(
      [input.fields.name, input.fields.level, input.fields.conditions[0]?.value, input.fields.conditions[1]?.property],
      ['Payroll', 'full', 'payroll', 'domain'],
    );
  });

  it('is emptied when it is left out, but for choices that cannot be', () => {
    const input = typed(form, {});
    assert.deepEqual(input, {
      ...form.input,
      fields: {
        name: '',
        description: '',
        level: 'semi-all-folders',
        conditions: [
          { property: 'tag', operator: 'equals', value: '' },
          { property: 'name', operator: 'starts-with', value: '' },
        ],
        access: [],
      },
    });
  });

  it('puts operating systems together in one row, the last', () => {
    const input = typed(form, { ...inputs, systems: 'Windows11,Linux' });
    assert('conditions' in input.fields);
    assert.deepEqual(input.fields.conditions?.at(-1), { property: 'os', operator: '', value: 'Windows11, Linux' });
  });

  it('joins groups that were chosen and groups that were typed, each once', () => {
    const input = typed(form, { ...inputs, access: 'a,b', accessNames: ' c ,, b,  ' });
    assert.deepEqual(input.fields.access, ['a', 'b', 'c']);
  });

  const places: readonly (readonly [Inputs, unknown])[] = [
    [{ place: 'last' }, { at: 'last' }],
    [{ place: 'before:7' }, { at: 'before', group: { id: 7 } }],
    [
      { place: 'before:7', rank: ' 3 ' },
      { at: 'rank', rank: '3' },
    ],
    [{ rank: 'soon' }, { at: 'rank', rank: 'soon' }],
    [{}, { at: 'before', group: { id: 5 } }],
    [{ place: 'before:x' }, { at: 'before', group: { id: 5 } }],
    [{ place: 'after:7' }, { at: 'before', group: { id: 5 } }],
  ];
  for (const [place, expected] of places) {
    it(`reads the place ${JSON.stringify(place)}`, () => {
      const { place: _, ...rest } = inputs;
      const input = typed(form, { ...rest, ...place });
      assert.deepEqual('place' in input && input.place, expected);
    });
  }

  it('forgets a typed rank that is taken out again', () => {
    const ranked = FORMS.faults ?? form;
    const { rank: _, ...rest } = untouched(ranked);
    const input = typed(ranked, rest);
    assert.deepEqual('place' in input && input.place, { at: 'last' });
  });

  it('never adds a field that a change does not ask about', () => {
    const opaque = FORMS['update-opaque'] ?? form;
    const input = typed(opaque, { value0: 'x', property0: 'tag', systems: 'Linux', place: 'last', level: 'full' });
    assert.deepEqual(input, { ...opaque.input, fields: { ...opaque.input.fields, name: '', level: 'full' } });
    const ungrouped = FORMS.ungrouped ?? form;
    const changed = typed(ungrouped, { name: 'x', description: 'y', value0: 'z', level: 'none' });
    assert.deepEqual(changed, { kind: 'ungrouped-devices', fields: { level: 'none', access: [] } });
  });

  it('never takes more from an input than its card lets in, with room for every character', () => {
    for (const [id, most] of Object.entries(INPUT_LENGTHS))
      assert((INPUT_LIMITS.get(id === 'value' ? 'value0' : id) ?? 0) >= most * 4, id);
  });
});

describe('rows of a form', () => {
  const values = (input: Form['input']) =>
    'conditions' in input.fields ? input.fields.conditions?.map(({ property, value }) => value || property) : null;
  const { input } = FORMS.filled ?? buildForm();

  it('are added at the end, before the operating systems', () => {
    assert.deepEqual(values(withRow(input)), ['finance', 'LAP-FIN-', 'tag', 'Windows 11, Windows 10']);
  });

  it('are removed one by one, whichever it is', () => {
    assert.deepEqual(values(withoutRow(input, 0)), ['LAP-FIN-', 'Windows 11, Windows 10']);
    assert.deepEqual(values(withoutRow(input, 1)), ['finance', 'Windows 11, Windows 10']);
    assert.deepEqual(values(withoutRow(withoutRow(input, 0), 0)), ['Windows 11, Windows 10']);
    assert.deepEqual(values(withoutRow(input, 7)), values(input), 'there is no such row');
  });

  it('are as many as Defender takes at the most', () => {
    const full = Array.from({ length: 40 }).reduce<Form['input']>((so) => withRow(so), input);
    assert.equal(values(full)?.length, ROWS_MAX + 1);
  });

  it('are none where a form has none', () => {
    const { input: ungrouped } = FORMS.ungrouped ?? buildForm();
    assert.deepEqual([withRow(ungrouped), withoutRow(ungrouped, 0)], [ungrouped, ungrouped]);
  });
});
