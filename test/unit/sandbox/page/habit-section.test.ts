import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { HABIT_NAMES, HABITS } from '../../../../src/shared/played-tenants.ts';

const SECTION = new URL('../../../../src/sandbox/page/web/panel/habit-section.js', import.meta.url).href;

describe('the habits in the panel', () => {
  const given = Object.getOwnPropertyDescriptor(globalThis, 'document');
  const { document, Event } = new JSDOM('<!doctype html>').window;

  before(() => Object.defineProperty(globalThis, 'document', { value: document, configurable: true }));
  after(() => {
    if (given) Object.defineProperty(globalThis, 'document', given);
    else Reflect.deleteProperty(globalThis, 'document');
  });

  it('are all listed, once, show which one is played, and change it', async () => {
    const asked: unknown[] = [];
    const { habitSection } = await import(SECTION);
    const section = habitSection((path: string, body: unknown) => asked.push([path, body]));
    section.show({}, { habit: 'as-assumed', habits: HABITS });
    section.show({}, { habit: 'twin-os', habits: HABITS });
    const select: HTMLSelectElement = section.element.querySelector('select');
    assert.deepEqual(
      [...select.options].map(({ value }) => value),
      HABIT_NAMES,
    );
    assert.equal(select.value, 'twin-os');
    select.value = 'lagging';
    select.dispatchEvent(new Event('change'));
    assert.deepEqual(asked, [['tenant', { habit: 'lagging' }]]);
  });
});
