import assert from 'node:assert/strict';
import * as AdaptiveCards from 'adaptivecards';
import { JSDOM } from 'jsdom';

const WEB = new URL('../../../../src/sandbox/page/web/', import.meta.url);
const load = (path: string) => import(new URL(path, WEB).href);
const GLOBALS = ['document', 'ResizeObserver', 'matchMedia', 'HTMLElement', 'Node', 'window'] as const;

describe('the open conversation of the page', () => {
  const given = GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  const { window } = new JSDOM('<!doctype html>');
  after(() => {
    for (const [name, descriptor] of given)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
  });

  it('goes on with what somebody is writing when it is read anew, and not for another person', async () => {
    class Observer {
      observe() {}
      disconnect() {}
    }
    Object.assign(window, { AdaptiveCards });
    const { document, HTMLElement, Node } = window;
    const stand = {
      document,
      HTMLElement,
      Node,
      window,
      ResizeObserver: Observer,
      matchMedia: () => ({ matches: true }),
    };
    for (const name of GLOBALS) Object.defineProperty(globalThis, name, { value: stand[name], configurable: true });
    const { store, tell } = await load('shell/store.js');
    const { conversationView } = await load('conversation/conversation-view.js');
    const soc = { id: '19:soc', kind: 'channel', name: 'SOC', subtitle: 'SOC', memberCount: 3, teamName: 'SOC' };
    Object.assign(store, { me: { id: 'a', name: 'Alice' }, open: soc, conversations: [soc], messages: new Map() });
    const view: HTMLElement = conversationView({ onBack: () => undefined });
    document.body.append(view);
    const input = () => view.querySelector('[data-testid=composer-input]') as HTMLTextAreaElement;
    tell('open');
    const first = input();
    first.focus();
    tell('open');
    assert.equal(input(), first);
    assert.equal(document.activeElement, first);
    store.me = { id: 'b', name: 'Bob' };
    tell('open');
    assert.notEqual(input(), first);
  });
});
