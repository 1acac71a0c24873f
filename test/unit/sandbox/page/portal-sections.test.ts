import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { createPeople } from '../../../../src/sandbox/company/people.ts';

const WEB = new URL('../../../../src/sandbox/page/web/', import.meta.url);
const load = (path: string) => import(new URL(path, WEB).href);

const KINDS = { guided: 'by hand', portal: 'by Airlock' };

describe("the operator's portal in the panel", () => {
  const given = Object.getOwnPropertyDescriptor(globalThis, 'document');
  const { document, Event } = new JSDOM('<!doctype html>').window;
  const asked: unknown[] = [];
  const act = async (path: string, body: unknown) => void asked.push([path, body]);

  before(() => Object.defineProperty(globalThis, 'document', { value: document, configurable: true }));
  after(() => {
    if (given) Object.defineProperty(globalThis, 'document', given);
    else Reflect.deleteProperty(globalThis, 'document');
  });
  beforeEach(() => asked.splice(0));

  const button = (element: HTMLElement, testid: string) =>
    element.querySelector(`[data-testid=${testid}]`) as HTMLButtonElement;

  it('offers both connectors, shows which is used, and changes it', async () => {
    const { connectorSection } = await load('panel/connector-section.js');
    const { element, show } = connectorSection(act);
    show({}, { connector: { kind: 'guided', kinds: KINDS } });
    assert.equal(button(element, 'connector-guided').getAttribute('aria-pressed'), 'true');
    button(element, 'connector-guided').click();
    button(element, 'connector-portal').click();
    assert.deepEqual(asked, [['connector', { kind: 'portal' }]]);
    show({}, { connector: null });
    assert.equal(element.hidden, true, 'a bot that is none of its business');
  });

  it('is signed in as somebody who may, the operator first, and edits as that person', async () => {
    const { store, tell } = await load('shell/store.js');
    const { editorSection } = await load('panel/editor-section.js');
    const { element, edit } = editorSection(act);
    store.people = createPeople().map((person) => ({ ...person, status: 200, roles: rolesOf(person.note) }));
    tell('people');
    const select = element.querySelector('select') as HTMLSelectElement;
    const names = [...select.options].map(({ text }) => text);
    assert(names.includes('Omar Okafor') && !names.includes('Rita Rossi') && !names.includes('Dora Dimitrova'));
    const person = (name: string) => store.people.find((one: { name: string }) => one.name === name);
    edit('edit', { features: {} });
    select.value = person('Grace Gallagher').id;
    tell('people');
    edit('edit', { features: {} });
    assert.deepEqual(asked, [
      ['edit', { features: {}, as: person('Omar Okafor').id }],
      ['edit', { features: {}, as: person('Grace Gallagher').id }],
    ]);
  });

  it('shows what the audit log has, when it will be seen, and how the log behaves', async () => {
    const { auditSection } = await load('panel/audit-section.js');
    const { element, show } = auditSection(act, () => undefined);
    const record = { at: '2026-11-24T03:00:00Z', by: 'omar@x.example', setting: 'Live response', value: false };
    const usual = { isOn: true, isHunted: true, names: null, shape: 'usual', delayMs: 20_000 };
    show({}, {}, { ...usual, records: [{ ...record, in: 0 }] });
    assert.match(element.textContent, /omar@x\.example: Live response off.*shown/);
    assert.equal(button(element, 'audit-show').hidden, true);
    const ways = element.querySelector('select') as HTMLSelectElement;
    assert.equal(ways.value, 'usual');
    for (const { value } of [...ways.options]) {
      ways.value = value;
      ways.dispatchEvent(new Event('change'));
    }
    for (const [, body] of asked.splice(0) as [string, object][]) {
      show({}, {}, { ...usual, ...body, records: [] });
      ways.dispatchEvent(new Event('change'));
    }
    assert.equal(asked.length, ways.options.length, 'each way is shown as it was chosen');
    show({}, {}, { ...usual, isOn: false, records: [] });
    assert.equal(ways.value, 'off');
  });
});

function rolesOf(note: string): string[] {
  return /admin|operator|disabled/.test(note) ? ['Security Administrator'] : [];
}
