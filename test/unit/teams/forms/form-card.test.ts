import assert from 'node:assert/strict';
import type { Form } from '../../../../src/requests/record/form.ts';
import { inLanguage } from '../../../../src/shared/language/worded.ts';
import { type FormCardOptions, formCard, formModel, layoutOf } from '../../../../src/teams/forms/form-card.ts';
import { FORM_VERBS, type OptionalFields } from '../../../../src/teams/forms/form-model.ts';
import { assertOnlyInTextRuns, assertSound, CARD_BUDGET } from '../../../cards/card-rules.ts';
import { CardWindow } from '../../../cards/card-window.ts';
import { FORMS, fullForm } from '../../../cards/form-cases.ts';
import { objectsOf, ofType } from '../../../cards/walk.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import { anOid } from '../../../support/samples/ids.ts';

const own = { viewer: 'requester' } as const;
const others: FormCardOptions = { viewer: 'other', refreshFor: ['29:alice'] };
const filled = FORMS.filled ?? buildForm();

function verbsOf(card: object): string[] {
  const { refresh: _, ...shown } = card as Record<string, unknown>;
  return [...objectsOf(shown)].flatMap(({ node }) => (typeof node.verb === 'string' ? [node.verb] : []));
}

const inputsOf = (card: object) => [...objectsOf(card)].filter(({ node }) => String(node.type).startsWith('Input.'));

/** Teams takes no larger message. */
const MOST_BYTES = 28_000;
const size = (card: object) => Buffer.byteLength(JSON.stringify(card));

describe("a form's card", () => {
  it('is the form for the person whose it is, with a Remove for each row', () => {
    assert.deepEqual(verbsOf(formCard(filled, own)), [
      'form-remove',
      'form-remove',
      'form-add',
      'form-check',
      'form-discard',
    ]);
    const rows = ofType(formCard(filled, own), 'Action.Execute').flatMap(({ node }) =>
      node.verb === 'form-remove' ? [(node.data as { row: number }).row] : [],
    );
    assert.deepEqual(rows, [0, 1]);
  });

  it('tells everybody else who is filling it in, and nothing of its content', () => {
    for (const form of Object.values(FORMS)) {
      const card = formCard(form, others);
      assert.deepEqual(inputsOf(card), []);
      assert.match(JSON.stringify(card), /Alice Nguyen/);
      assert.doesNotMatch(JSON.stringify(card), /Finance|Payment|already/);
    }
  });

  it('refreshes for its requester until it is a request, and only on the copy that everybody sees', () => {
    for (const form of Object.values(FORMS)) {
      const goesOn = form.state === 'open' || form.state === 'checking';
      const isSeen = goesOn || form.state === 'closed';
      const action = { type: 'Action.Execute', verb: 'form-view', data: { formId: form.id, rev: form.rev } };
      assert.deepEqual(formCard(form, others).refresh, isSeen ? { action, userIds: ['29:alice'] } : undefined);
      assert.equal(formCard(form, own).refresh, undefined);
      assert.deepEqual(verbsOf(formCard(form, others)), goesOn ? ['form-view'] : []);
    }
  });

  it('has no input once it was sent or closed, and buttons for what comes next alone', () => {
    const next = { checking: [], closed: ['form-again'], drafted: ['say'] };
    for (const [name, verbs] of Object.entries(next)) {
      const card = formCard(FORMS[name] ?? filled, own);
      assert.deepEqual([inputsOf(card), verbsOf(card)], [[], verbs]);
    }
  });

  it('asks nobody to fill in before a row can be added: no input is required by the client', () => {
    for (const form of Object.values(FORMS)) {
      for (const { node } of inputsOf(formCard(form, own))) assert.equal(node.isRequired, undefined);
    }
  });

  it('sends what is typed with every action except Discard and view', () => {
    for (const { node } of ofType(formCard(filled, own), 'Action.Execute')) {
      assert.equal(node.associatedInputs, node.verb === 'form-discard' ? 'none' : 'auto', String(node.verb));
    }
  });

  it('shows each fault once: at its field, or on top where there is none', () => {
    const model = formModel(FORMS.faults ?? filled, own, layoutOf(FORMS.faults ?? filled));
    assert.deepEqual(model.names[0]?.faults, [
      '✕ There is already a device group called Finance. Choose another name.',
    ]);
    assert.equal(model.levels[0]?.faults.length, 1);
    const edits = model.conditions[0]?.rows.map(({ edits: [edit] }) => edit?.faults.length);
    assert.deepEqual(edits, [undefined, 1], 'a condition that is right is a line beside one that is not');
    assert.equal(model.places[0]?.faults.length, 1);
    assert.equal(model.accesses[0]?.faults.length, 1);
    assert.match(model.problems[0]?.text ?? '', /^! 6 things/);
    assert.deepEqual(model.problems[0]?.faults, ['✕ There is a request on this group already: #4.']);
    assert.deepEqual([model.texts, model.answers.map(({ text }) => text)], [[], ['! 6 faults, marked above']]);
    const said = cardText(formCard(FORMS.faults ?? filled, own));
    for (const { message } of FORMS.faults?.faults ?? []) assert.equal(said.split(message).length, 2, message);
    assert.deepEqual(formModel(filled, own, layoutOf(filled)).problems, []);
  });

  it('shows a fault of a field that the form does not have on top', () => {
    const form = { ...(FORMS.ungrouped ?? filled), faults: [{ field: 'name', message: 'Odd.' }] };
    assert.deepEqual(formModel(form, own, layoutOf(form)).problems[0]?.faults, ['✕ Odd.']);
  });

  it('marks the operating systems that are not known at their list', () => {
    const form: Form = { ...filled, faults: [{ field: 'conditions.2.value', message: 'Beos is none.' }] };
    const { systems } = formModel(form, own, layoutOf(form));
    assert.deepEqual(systems[0]?.faults, ['✕ Beos is none.']);
  });

  it('offers every place by the rank that it would have', () => {
    const [place] = formModel(filled, own, layoutOf(filled)).places;
    assert.deepEqual(
      place?.picks[0]?.choices.map(({ title }) => title),
      [
        'Rank 1, before Domain controllers',
        'Rank 2, before Finance',
        'Rank 3, before Executives',
        'Rank 4, before Servers',
        'Rank 5, before Lab',
        'Rank 6, last',
      ],
    );
    assert.deepEqual([place?.picks[0]?.value, place?.ranks], ['before:5', []]);
  });

  it('offers a rank to type where there are too many groups to choose among', () => {
    const groups = Array.from({ length: 90 }, (_, id) => ({ id, name: `Group ${id}` }));
    const form = buildForm({
      choices: { groups, access: [] },
      input: { ...filled.input, place: { at: 'before', group: { id: 80 } } } as Form['input'],
    });
    const [place] = formModel(form, own, layoutOf(form)).places;
    assert.equal(place?.picks[0]?.choices.length, 42, 'forty, the one that is chosen, and the last');
    const rank = { label: 'Or type a rank number', placeholder: '1 to 91', value: '' };
    assert.deepEqual([place?.picks[0]?.value, place?.ranks], ['before:80', [rank]]);
  });

  it('shows groups with access by the names that are known', () => {
    const [access] = formModel(filled, own, layoutOf(filled)).accesses;
    assert.deepEqual(access?.choices, [
      { title: 'SOC tier 2', value: '6e000000-0000-4000-8000-000000000003' },
      { title: 'Server team', value: 'Server team' },
    ]);
    assert.equal(access?.value, '6e000000-0000-4000-8000-000000000003,Server team');
  });

  it('says every level with what it does', () => {
    const [level] = formModel(filled, own, layoutOf(filled)).levels;
    assert.deepEqual(
      level?.choices.map(({ value }) => value),
      ['full', 'semi-core-folders', 'semi-non-temp-folders', 'semi-all-folders', 'none'],
    );
    for (const [at, { title }] of (level?.choices ?? []).entries()) {
      const help = level?.helps[at]?.text ?? assert.fail(title);
      assert.ok(help.startsWith(`${title}: `) && /: .{20,}\.$/.test(help), help);
    }
  });

  it('folds what is empty and right, and nothing in which anything stands', () => {
    const empty = FORMS.new ?? filled;
    const { conditions, ...face } = formModel(empty, own, layoutOf(empty));
    const counts = (fields: OptionalFields) =>
      [fields.descriptions, fields.systems, fields.places, fields.accesses, fields.accessNames].map(
        (one) => one.length,
      );
    assert.deepEqual(counts(face), [0, 0, 0, 0, 0]);
    assert.deepEqual(counts(conditions[0]?.mores[0] ?? assert.fail()), [1, 1, 1, 1, 1]);
    const full = formModel(filled, own, layoutOf(filled));
    assert.deepEqual(counts(full), [1, 1, 1, 1, 0]);
    const odd = { ...empty, faults: ['description', 'place', 'access'].map((field) => ({ field, message: 'Odd.' })) };
    assert.deepEqual(counts(formModel(odd, own, layoutOf(odd))), [1, 0, 1, 1, 0]);
  });

  it('knows its verbs apart from those of requests', () => {
    assert(FORM_VERBS.every((verb) => verb.startsWith('form-')));
  });
});

describe('a form with everything it can contain', () => {
  const window = new CardWindow();
  for (const letter of ['x', '字', '👍', '"', '\\', '<']) {
    it(`of "${letter}" stays sound and within what Teams takes, also with a notice`, () => {
      const notice = { tone: 'warning', text: letter.repeat(400) } as const;
      const card = formCard(fullForm(letter), { viewer: 'requester', notice });
      assert.ok(size(card) < CARD_BUDGET, `${size(card)} bytes`);
      assertSound(card, window);
    });
  }

  it('keeps rows with something wrong and empty ones as inputs; the others are lines, each with its Remove', () => {
    const form = withRows(30, [{ field: 'conditions.3.value', message: 'Odd.' }]);
    const [conditions] = formModel(form, own, layoutOf(form)).conditions;
    const edited = conditions?.rows.flatMap(({ edits: [edit] }) => (edit ? [edit.row] : [])) ?? [];
    const lines = conditions?.rows.flatMap(({ lines: [line] }) => (line ? [line.row] : [])) ?? [];
    assert.deepEqual(edited, [3]);
    assert.equal(edited.length + lines.length, 30);
    assert.deepEqual(conditions?.rows[0]?.lines, [{ row: 0, text: 'tag equals t0' }]);
    assert.deepEqual(conditions?.additions, [], 'there is no room for one more');
  });

  it('says how many rows and groups are only kept', () => {
    const form = fullForm('字');
    const { conditions, accesses } = formModel(form, own, layoutOf(form));
    const left = 30 - (conditions[0]?.rows.length ?? 0);
    assert(left > 0);
    assert(conditions[0]?.faults.some((line) => line === `${left} more conditions are kept, but not shown.`));
    assert(accesses[0]?.faults.some((line) => /^3\d more groups are kept/.test(line)));
  });

  it('shows every row as inputs where there is room', () => {
    assert.equal(layoutOf(withRows(7)).edited.size, 7);
  });

  it('shows as much in every language, since what a card lacks counts as emptied', () => {
    for (let count = 1; count <= 30; count += 1) {
      const form = withRows(count);
      const inLong = inLanguage('qps-ploc', () => layoutOf(form));
      assert.deepEqual(inLong, layoutOf(form));
      assert.ok(inLanguage('qps-ploc', () => size(formCard(form, own))) < MOST_BYTES);
    }
  });
});

function withRows(count: number, faults: Form['faults'] = []): Form {
  const rows = Array.from({ length: count }, (_, n) => ({ property: 'tag', operator: 'equals', value: `t${n}` }));
  const input = { ...filled.input, fields: { ...filled.input.fields, conditions: rows } } as Form['input'];
  return buildForm({ input, faults });
}

describe("words of people on a form's card", () => {
  const hostile = '[x](https://evil.example) **b** <at>Bob</at> \u202E';
  const form = buildForm({
    requester: { oid: anOid('a'), name: hostile },
    choices: { groups: [{ id: 1, name: hostile }], access: [] },
    faults: [{ field: '', message: hostile }],
    input: {
      kind: 'device-group.create',
      fields: {
        name: hostile,
        description: hostile,
        level: hostile,
        conditions: [
          { property: 'tag', operator: 'equals', value: hostile },
          { property: 'os', operator: '', value: hostile },
        ],
        access: [hostile],
      },
      place: { at: 'rank', rank: hostile },
    },
  });

  for (const viewer of ['requester', 'other'] as const) {
    it(`stay plain for the ${viewer}`, () => {
      const card = formCard({ ...form, requester: { oid: anOid('a'), name: hostile } }, { viewer });
      assertOnlyInTextRuns(card, 'evil.example');
    });
  }

  it('come back letter by letter where they were typed', () => {
    const [name] = formModel(form, own, layoutOf(form)).names;
    assert.equal(name?.value, hostile);
  });
});
