import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { createPage } from '../../src/sandbox/page/create-page.ts';
import type { AdaptiveCard } from '../../src/teams/cards/parts/render.ts';
import { everyCard } from '../cards/card-cases.ts';
import { findings, loadAxe, THEMES } from './findings.ts';
import { openBrowser } from './open-browser.ts';

const SHEETS = ['tokens', 'shell', 'card/card', 'card/card-elements', 'card/card-inputs', 'card/picker'];
const BENCH = `<!doctype html><html lang="en"><title>Cards</title>
<meta name="viewport" content="width=device-width">
<style>body { height: auto; overflow: auto; padding: 0 12px }</style>
${SHEETS.map((name) => `<link rel="stylesheet" href="/styles/${name}.css">`).join('\n')}
<script src="/vendor/adaptivecards.js"></script><body><main></main></body></html>`;

/** Cards that hold whatever any card holds: each next one has an element that looks otherwise, or elsewhere. */
function unlike(): ReadonlyMap<string, AdaptiveCard> {
  const seen = new Set<string>();
  const isNew = (look: string) => !seen.has(look) && seen.add(look) !== undefined;
  return new Map([...everyCard()].filter(([, card]) => looks(card, '').filter(isNew).length > 0));
}

const LOOK = new Set([
  'type',
  'style',
  'color',
  'isSubtle',
  'weight',
  'size',
  'fontType',
  'appearance',
  'isMultiSelect',
]);

/** Each element by what decides its looks, with the styles around it. */
function looks(node: unknown, around: string): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((item) => looks(item, around));
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries(node).flatMap(([key, value]) => (LOOK.has(key) ? [`${key}=${value}`] : []));
  const { style } = node as { style?: unknown };
  const inside = typeof style === 'string' ? `${around}/${style}` : around;
  return [[around, ...own].join(' '), ...Object.values(node).flatMap((value) => looks(value, inside))];
}

describe('what everybody can use, in a real browser', function () {
  this.timeout(300_000);
  let server: Server;
  let browser: Browser;
  let page: Page;

  before(async () => {
    const app = express();
    app.get('/bench.html', (_req, res) => void res.type('html').send(BENCH));
    server = app.use(createPage()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await openBrowser();
    page = await browser.newPage();
  });
  after(async () => {
    await browser.close();
    server.close();
    await once(server, 'close');
  });

  for (const theme of THEMES) {
    it(`finds nothing in a card of any look, ${theme}`, async () => {
      await page.setViewportSize({ width: 900, height: 844 });
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bench.html`);
      await loadAxe(page);
      await page.evaluate(DRAWING);
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      const faults: string[] = [];
      for (const [name, card] of unlike()) {
        await page.evaluate(`draw(${JSON.stringify(card)})`);
        faults.push(...(await findings(page, theme, 'main')).map((fault) => `${name}: ${fault}`));
      }
      assert.deepEqual(faults, []);
    });
  }
});

/** Draws a card as the chat page does. */
const DRAWING = `(async () => {
  const { store } = await import('/shell/store.js');
  const { CardView } = await import('/card/card-view.js');
  store.me = { id: 'alice' };
  globalThis.draw = (card) => {
    document.querySelector('main').replaceChildren(new CardView(card, { id: 'm' }).element);
    for (const folded of document.querySelectorAll('main button[aria-expanded=false]')) folded.click();
  };
})()`;
