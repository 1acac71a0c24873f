import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { createPeople } from '../../../../src/sandbox/company/people.ts';

const WEB = new URL('../../../../src/sandbox/page/web/', import.meta.url);
const load = (path: string) => import(new URL(path, WEB).href);

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly userPrincipalName: string;
  readonly status: number;
  readonly roles: readonly string[];
  employeeId: string | null;
}

describe('the people of the panel', () => {
  const given = Object.getOwnPropertyDescriptor(globalThis, 'document');
  const { document, Event } = new JSDOM('<!doctype html>').window;
  const asked: unknown[] = [];
  let section: HTMLElement;
  let store: { people: Shown[] };
  let tell: (topic: string) => void;

  before(async () => {
    Object.defineProperty(globalThis, 'document', { value: document, configurable: true });
    ({ store, tell } = await load('shell/store.js'));
    const { peopleSection } = await load('panel/people-section.js');
    section = peopleSection((path: string, body: unknown) => asked.push([path, body])).element;
    store.people = createPeople().map((person) => ({ ...person, status: 200, roles: ['Security Administrator'] }));
    tell('people');
  });
  after(() => {
    if (given) Object.defineProperty(globalThis, 'document', given);
    else Reflect.deleteProperty(globalThis, 'document');
  });
  beforeEach(() => asked.splice(0));

  const bob = (): Shown => store.people.find(({ name }) => name === 'Bob Brandt') as Shown;
  function choose(person: Shown): void {
    const select = section.querySelector('select') as HTMLSelectElement;
    select.value = person.id;
    select.dispatchEvent(new Event('change'));
  }
  const press = (testid: string) => (section.querySelector(`[data-testid=${testid}]`) as HTMLElement).click();

  it('says who somebody is, and offers the likely changes', () => {
    choose(bob());
    assert.match(section.textContent ?? '', /Employee id 1002, account since 2019-04-01\. Holds: Security Admin/);
    const { id, userPrincipalName } = bob();
    for (const name of ['person-gone', 'person-sign-in', 'person-claim', 'role-take']) press(name);
    assert.deepEqual(asked, [
      ['people', { id, status: 404 }],
      ['session', { as: userPrincipalName }],
      ['session', { as: userPrincipalName, said: 'omar@harbourline.example' }],
      ['roles', { person: id, role: 'Security Administrator', give: false }],
    ]);
  });

  it('makes a second account that shares no mark, an old one or one of this moment', () => {
    choose(bob());
    press('person-second');
    press('person-second-new');
    const [[, old], [, fresh]] = asked as [[string, object], [string, object]];
    assert.deepEqual(fresh, {
      displayName: 'Bob Brandt (2nd)',
      note: 'second account of Bob Brandt, without marks',
      roles: ['Security Administrator'],
    });
    assert.deepEqual(Object.keys(old).slice(3), ['createdDateTime', 'assignedAt']);
  });

  it('takes an employee id away, and gives the same one back', () => {
    choose(bob());
    press('person-number');
    bob().employeeId = null;
    tell('people');
    assert.match(section.textContent ?? '', /No employee id/);
    press('person-number');
    assert.deepEqual(asked, [
      ['people', { id: bob().id, employeeId: null }],
      ['people', { id: bob().id, employeeId: '1002' }],
    ]);
  });
});
