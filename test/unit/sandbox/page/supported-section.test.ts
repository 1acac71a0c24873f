import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';

const AT = Date.UTC(2026, 10, 24, 3);
const SECTION = new URL('../../../../src/sandbox/page/web/panel/supported-section.js', import.meta.url).href;

describe('the failures of scans and indicators in the panel', () => {
  const given = Object.getOwnPropertyDescriptor(globalThis, 'document');
  let sandbox: Sandbox;

  before(async () => {
    const { document } = new JSDOM('<!doctype html>').window;
    Object.defineProperty(globalThis, 'document', { value: document, configurable: true });
    sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => AT });
  });
  after(async () => {
    if (given) Object.defineProperty(globalThis, 'document', given);
    else Reflect.deleteProperty(globalThis, 'document');
    await sandbox.close();
  });

  it('are each taken by the controls as they are ordered', async () => {
    const { supportedSection } = await import(SECTION);
    const orders: Promise<number>[] = [];
    const act = (path: string, body: unknown) => {
      const order = post(`${sandbox.url}/sandbox/${path}`, body);
      orders.push(order);
      return order;
    };
    const { element } = supportedSection(act);
    const buttons: HTMLButtonElement[] = [...element.querySelectorAll('button')];
    for (const one of buttons) one.click();
    assert.deepEqual(await Promise.all(orders), new Array(buttons.length).fill(200));
    const { faults } = sandbox.world;
    assert.deepEqual(
      faults.map(({ surface, status, path }) => [surface, status, path]),
      [
        ['mde', 400, 'runAntiVirusScan'],
        ['mde', 403, 'runAntiVirusScan'],
        ['mde', 429, 'runAntiVirusScan'],
        ['mde', 400, '/indicators'],
        ['mde', 429, '/indicators'],
        ['mde', undefined, '/indicators'],
      ],
    );
  });
});

async function post(url: string, body: unknown): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}
