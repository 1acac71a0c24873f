import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf, type Card, cardText } from '../../support/company/fake-teams.ts';
import { FormDesk, inputsOf } from '../../support/company/form-desk.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';
import { BAD_INPUTS, type BadWish } from '../../support/samples/bad-inputs.ts';
import { formEntry } from '../../support/samples/form-entry.ts';
import { lineOfWish } from '../../unit/teams/language/groups/line-of-input.ts';

const BY_FORM = BAD_INPUTS.filter(({ input }) => formEntry(input) !== null);
/** A line without an operator says "tag finance", which means that it equals it. */
const BY_LINE = BAD_INPUTS.filter(({ input, name }) => formEntry(input) === null && name !== 'no operator');

/** What a notice calls the fields. */
const TITLES: Readonly<Record<string, RegExp>> = {
  'Condition 1': /^conditions\.0\./,
  'Device group': /^group$/,
  'Place in rank': /^place$/,
  'Remediation level': /^level$/,
};

describe('what must not become a request, by the front door', () => {
  let company: Company;
  let api: TenantApi;
  let untouched: readonly object[];
  before(async () => {
    company = await Company.open();
    api = tenantApi(company);
    untouched = await api.groups();
  });
  afterEach(async () => {
    assert.deepEqual(await company.recorded(), [], 'nothing was filed, not even a draft');
    assert.equal(company.writes.length, 0);
    assert.deepEqual(await api.groups(), untouched);
  });
  after(() => company.close());

  it('is tried with at least 60 of them, most by the form', () => {
    assert(BY_FORM.length + BY_LINE.length >= 60);
    assert(BY_FORM.length >= 50, String(BY_FORM.length));
  });

  for (const bad of BY_FORM) {
    it(`${bad.name}, in the form: shown at its field, and what was typed is still there`, async () => {
      const { line, rows, typed, replaces } = formEntry(bad.input) ?? assert.fail();
      const desk = await FormDesk.open(company, line);
      for (const [index, row] of rows.slice(0, -1).entries()) {
        if (!(`value${index + 1}` in inputsOf(await desk.card()))) await desk.press('form-add', row);
      }
      const first = Object.keys(inputsOf(await desk.card())).filter(
        (id) => replaces && /^(?:value\d+|systems)$/.test(id),
      );
      const sent = { ...Object.fromEntries(first.map((id) => [id, ''])), ...Object.assign({}, ...rows), ...typed };
      const card = await desk.check(sent);
      assert.deepEqual(anchorsOn(card), [...new Set(anchorsOf(bad))].sort());
      assertKept(card, sent);
      await desk.press('form-discard');
    });
  }

  for (const { name, input, fields } of BY_LINE) {
    it(`${name}, in a line: told what is wrong`, async () => {
      const before = company.teams.messages.length;
      await company.say('alice', lineOfWish(input));
      const [notice, ...more] = company.teams.messages.slice(before);
      assert.deepEqual(more, []);
      assert.equal(actionOf(notice?.card, 'view'), null);
      const said = cardText(notice?.card);
      if (/Nothing was done/.test(said) && /You can write/.test(said)) return;
      if (/Device group form/.test(said)) return;
      assert.match(said, /This cannot be asked for as it stands. Nothing was filed./);
      const titles = Object.keys(TITLES).filter((title) => said.split('\n').includes(title));
      assert(titles.length > 0, said);
      for (const title of titles)
        assert(
          fields.some((field) => TITLES[title]?.test(field)),
          said,
        );
    });
  }
});

/** Where the faults of a input are told on a form's card: at the last input of the part that they are about. */
function anchorsOf({ input, fields }: BadWish): string[] {
  const conditions = ('fields' in input && 'conditions' in input.fields ? input.fields.conditions : undefined) ?? [];
  const texts = conditions.filter(({ property }) => property !== 'os');
  const named: Readonly<Record<string, string>> = { place: 'rank' };
  return fields.map((field) => {
    const row = conditions[Number(/^conditions\.(\d+)\./.exec(field)?.[1] ?? Number.NaN)];
    if (row) return row.property === 'os' ? 'systems' : `value${texts.indexOf(row)}`;
    return named[field] ?? field;
  });
}

/** Each part of a card with a fault: the input or the heading of conditions that stands before it. */
function anchorsOn(card: Card): string[] {
  const found = new Set<string>();
  let last = 'the whole form';
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, id, text } = node as Card;
    if (typeof type === 'string' && type.startsWith('Input.')) last = String(id);
    if (text === 'Devices of this group') last = 'conditions';
    if (type === 'TextRun' && typeof text === 'string' && text.startsWith('✕ ')) found.add(last);
    for (const child of Object.values(node)) walk(child);
  };
  walk(card);
  return [...found].sort();
}

/** Texts letter by letter; what is chosen from a list stands there as the choice that it is. */
function assertKept(card: Card, sent: Readonly<Record<string, string>>): void {
  const inputs = inputsOf(card);
  for (const [id, value] of Object.entries(sent)) {
    if (!(id in inputs) || ['level', 'systems', 'accessNames'].includes(id)) continue;
    assert.equal(inputs[id], value, id);
  }
  const chosen = (sent.accessNames ?? '').split(', ').filter((name) => name !== '');
  for (const name of chosen) assert(JSON.stringify(card).includes(name), name);
}
