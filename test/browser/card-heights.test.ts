import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import type { Request } from '../../src/requests/record/request.ts';
import { createPage } from '../../src/sandbox/page/create-page.ts';
import { inLanguage } from '../../src/shared/language/worded.ts';
import type { AdaptiveCard } from '../../src/teams/cards/parts/render.ts';
import { requestCard } from '../../src/teams/cards/request/request-card.ts';
import { everyCard, GROUP_REQUESTS, optionsFor, REQUESTS, SUPPORTED_REQUESTS, VIEWERS } from '../cards/card-cases.ts';
import { ofType } from '../cards/walk.ts';
import { Company } from '../support/company/company.ts';
import { rebuilt } from '../support/samples/build-request.ts';
import { openBrowser } from './open-browser.ts';

/** The height of a phone, how much of it a card may take until it is decided, and any card at all. */
const SCREEN = 844;
const GOAL = 800;
const MOST = 1.3 * SCREEN;

/** What shows a whole new group, all ranks, or every danger and a chart needs more than the goal. */
const LONG = /^(spread-pending|create-(pending|draft)|pending-unread-group|rank-pending)/;

/** Every danger and a chart stand between the change and what decides on it. */
const DANGEROUS = /spread-pending/;

/** A card in a channel stands beside the picture of who posts it: what is left of a phone is measured in the demo. */
const SIZES = [
  { name: 'phone', width: 390, card: 310 },
  { name: 'wide', width: 900, card: 560 },
] as const;
const [PHONE] = SIZES;

const SHEETS = ['tokens', 'shell', 'card/card', 'card/card-elements', 'card/card-inputs', 'card/picker'];
const BENCH = `<!doctype html><html lang="en"><title>Cards</title>
<meta name="viewport" content="width=device-width">
<style>body { height: auto; overflow: auto; padding: 0; margin: 0 auto; width: var(--card-width) }</style>
${SHEETS.map((name) => `<link rel="stylesheet" href="/styles/${name}.css">`).join('\n')}
<script src="/vendor/adaptivecards.js"></script><body></body></html>`;

interface Measured {
  readonly height: number;
  readonly isWide: boolean;
  /** From the top of the largest line to the bottom of *Approve*; null where there is none. */
  readonly reach: number | null;
  /** Buttons whose title takes more than one line. */
  readonly folded: readonly string[];
  /** How many of each newer element are drawn. */
  readonly badges: number;
  readonly bars: number;
  readonly blocks: number;
  readonly charts: number;
}

/** The cards of requests that wait for a decision, or are about to. */
function waitingCards(): ReadonlyMap<string, AdaptiveCard> {
  return new Map(
    [...Object.entries(REQUESTS), ...Object.entries(GROUP_REQUESTS), ...Object.entries(SUPPORTED_REQUESTS)]
      .filter(([, { state }]) => state === 'pending' || state === 'draft')
      .flatMap(([name, request]) => VIEWERS.map((viewer) => [`${name}, ${viewer}`, cardOf(request, viewer)] as const)),
  );
}

function allCards(): ReadonlyMap<string, AdaptiveCard> {
  return new Map([...everyCard(), ...waitingCards()]);
}

const WAITING: ReadonlySet<string> = new Set(waitingCards().keys());

function cardOf(request: Request, viewer: (typeof VIEWERS)[number]): AdaptiveCard {
  return requestCard(request, optionsFor(viewer, { policy: { quorum: 2, approvalReason: 'optional' } }));
}

describe('cards in a real browser', function () {
  this.timeout(300_000);
  let server: Server;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  before(async () => {
    const app = express();
    app.get('/bench.html', (_req, res) => void res.type('html').send(BENCH));
    server = app.use(createPage()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => errors.push(message));
  });
  after(async () => {
    await browser.close();
    server.close();
    await once(server, 'close');
  });

  /** An empty page of this width; one page serves all, since the browser from npm opens no second one at times. */
  async function bench({ width, card }: (typeof SIZES)[number]): Promise<void> {
    await page.setViewportSize({ width, height: SCREEN });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bench.html`);
    await page.evaluate(`document.documentElement.style.setProperty('--card-width', '${card}px')`);
    await page.evaluate(DRAWING);
  }

  for (const size of SIZES) {
    it(`${size.name}: what waits for a decision fits a screen, every card fits little more and its width, and nothing newer is left out`, async () => {
      await bench(size);
      const all = allCards();
      const measured = await measure(page, all);
      assertFits(measured);
      for (const [card, found] of measured) assertDrawn(all.get(card) ?? assert.fail(card), found);
      assert.deepEqual(errors, []);
    });
  }

  it('phone: all of it fits in German, too', async () => {
    await bench(PHONE);
    assertFits(await measure(page, inLanguage('de', allCards)));
  });

  for (const connector of ['guided', 'portal'] as const)
    it(`phone: what the demo shows with ${connector} fits, with as many requests as its lists hold, in both languages`, async () => {
      const shown = await shownByDemo(connector);
      await bench(PHONE);
      assertFits(await measure(page, shown));
    });

  for (const connector of ['guided', 'portal'] as const)
    it(`phone: each page of the status fits the goal with ${connector}: what it folds out takes the place of the rest`, async () => {
      const all = [...(await shownByDemo(connector, ['status'])), ...everyCard()];
      const shown = new Map(all.filter(([name]) => /^(?:answer-)?status/.test(name)));
      await bench(PHONE);
      const tall: string[] = [];
      const folded = new Map([...shown].filter(([, card]) => JSON.stringify(card).includes('["groups","first"]')));
      assert(folded.size > 0);
      const pages = [[shown, ['Details']] as const, [folded, [GROUPS]] as const, [folded, [GROUPS, REST]] as const];
      for (const [cards, unfolds] of pages)
        for (const [name, { height }] of await measure(page, cards, unfolds))
          if (height > GOAL) tall.push(`${name} with ${unfolds}: ${height}`);
      assert.deepEqual(tall, []);
    });

  it('keeps the longest reason within 1.3 screens of a phone', async () => {
    await bench(PHONE);
    const long = Object.entries(GROUP_REQUESTS)
      .filter(([name, { state }]) => state === 'pending' && !DANGEROUS.test(name))
      .map(
        ([name, request]) =>
          [name, cardOf(rebuilt(request, { reason: 'Because of it. '.repeat(34) }), 'approver')] as const,
      );
    for (const [name, { height }] of await measure(page, new Map(long)))
      assert.ok(height <= MOST, `${name}: ${height}`);
  });

  it('folds details out and in, and wakes a button once its reason is typed', async () => {
    await bench(PHONE);
    await measure(page, new Map([['draft', cardOf(GROUP_REQUESTS['create-draft'] ?? assert.fail(), 'requester')]]));
    const details = page.getByRole('button', { name: 'Details' });
    const folded = page.getByText('Devices read');
    assert.equal(await folded.isVisible(), false);
    await details.click();
    await folded.waitFor();
    assert.equal(await details.getAttribute('aria-expanded'), 'true');
    await details.click();
    await folded.waitFor({ state: 'hidden' });
    const send = page.getByRole('button', { name: 'Request approval' });
    assert.equal(await send.getAttribute('aria-disabled'), 'true');
    await page.getByRole('textbox').fill('HR asked for it');
    await page.getByRole('button', { name: 'Request approval', disabled: false }).waitFor();
  });
});

/** The buttons of the status that fold its groups out. */
const GROUPS = '(?:Show [0-9]+ groups|[0-9]+ Gruppen anzeigen)';
const REST = '7 (?:to|bis) [0-9]+';

const LOOKS = ['status', 'home', 'history', 'requests', 'help', 'pending', 'show group Servers', 'outside changes'];
const ASKED = 18;

/** Each answer that lists something, with no request and with more than a page of them. */
async function shownByDemo(connector: 'guided' | 'portal', looks = LOOKS): Promise<ReadonlyMap<string, AdaptiveCard>> {
  const company = await Company.open({ connector, environment: { OPEN_PER_PERSON: '50' } });
  const shown = new Map<string, AdaptiveCard>();
  const look = async (when: string) => {
    for (const locale of ['en-US', 'de-DE'])
      for (const text of looks) {
        Object.assign(company.person('alice'), { locale });
        await company.say('alice', text, 'a:alice');
        shown.set(`${text}, ${when}, ${locale}`, company.teams.messages.at(-1)?.card as unknown as AdaptiveCard);
      }
    Object.assign(company.person('alice'), { locale: 'en-US' });
  };
  await look('none asked');
  for (let at = 1; at <= ASKED; at += 1) {
    const name = `Laptops of department ${at} (Europe, Middle East and Africa)`;
    await company.pending(`create device group "${name}" level full tag equals D-${at}`, at % 2 ? 'alice' : 'grace');
    if (at % 3 === 0) await company.say('bob', `reject ${at} not this week`, 'a:bob');
    else if (at % 3 === 1) await company.decide('bob', 'approve', at);
  }
  await look('many asked');
  await company.close();
  return shown;
}

function assertFits(measured: ReadonlyMap<string, Measured>): void {
  const mostOf = (card: string) => (WAITING.has(card) && !LONG.test(card) ? GOAL : MOST);
  const tall = [...measured].filter(([card, { height }]) => height > mostOf(card));
  assert.deepEqual(
    tall.map(([card, { height }]) => `${card}: ${height}`),
    [],
  );
  const far = [...measured].filter(([card, { reach }]) => !DANGEROUS.test(card) && (reach ?? 0) > SCREEN);
  assert.deepEqual(
    far.map(([card, { reach }]) => `${card}: ${reach} from the change to Approve`),
    [],
  );
  const folded = [...measured].flatMap(([card, { folded: all }]) => all.map((title) => `${card}: ${title}`));
  assert.deepEqual(folded, [], 'a button stands on one line');
  const wide = [...measured].filter(([, { isWide }]) => isWide);
  assert.deepEqual(
    wide.map(([card]) => card),
    [],
  );
}

/** Every newer element of the card is drawn as such, and nothing in its place. */
function assertDrawn(card: AdaptiveCard, found: Measured): void {
  const { badges, bars, blocks, charts } = found;
  assert.deepEqual(
    { badges, bars, blocks, charts },
    {
      badges: ofType(card, 'Badge').length,
      bars: ofType(card, 'ProgressBar').length,
      blocks: ofType(card, 'CodeBlock').length,
      charts: ofType(card, 'Chart.HorizontalBar.Stacked').length,
    },
  );
}

/** Draws cards as the chat page does; a string, since it runs in the browser and loads the page's own modules. */
const DRAWING = `(async () => {
  const { store } = await import('/shell/store.js');
  const { CardView } = await import('/card/card-view.js');
  store.me = { id: 'alice' };
  globalThis.measure = (card, unfolds = []) => {
    const view = new CardView(card, { id: 'm' });
    document.body.replaceChildren(view.element);
    const drawn = document.querySelector('.card');
    for (const title of unfolds)
      [...drawn.querySelectorAll('button')].find((one) => RegExp('^' + title + '$').test(one.textContent.trim()))?.click();
    const count = (selector) => drawn.querySelectorAll(selector).length;
    const approve = [...drawn.querySelectorAll('button')].find((one) => ['Approve', 'Genehmigen'].includes(one.textContent.trim()));
    const size = (line) => parseFloat(getComputedStyle(line.querySelector('.ac-textRun') ?? line).fontSize);
    const lines = approve ? [...drawn.querySelectorAll('.ac-richTextBlock')] : [];
    const largest = lines.reduce((found, line) => (size(line) > size(found) ? line : found), lines[0]);
    const bottom = approve?.getBoundingClientRect().bottom;
    return {
      reach: largest ? Math.ceil(bottom - largest.getBoundingClientRect().top) : null,
      folded: [...drawn.querySelectorAll('button')].filter((one) => one.offsetHeight > 40).map((one) => one.textContent.trim()),
      height: Math.ceil(drawn.getBoundingClientRect().height),
      isWide: drawn.scrollWidth > drawn.clientWidth,
      badges: count('.ac-badge'),
      bars: count('.ac-progress'),
      blocks: count('.ac-code'),
      charts: count('.ac-chart'),
    };
  };
})()`;

/** Measures each different card once, all in one round trip. */
async function measure(
  page: Page,
  cards: ReadonlyMap<string, AdaptiveCard>,
  unfolds: readonly string[] = [],
): Promise<ReadonlyMap<string, Measured>> {
  const texts = [...new Set([...cards.values()].map((card) => JSON.stringify(card)))];
  const all = (await page.evaluate(
    `[${texts.join(',')}].map((card) => measure(card, ${JSON.stringify(unfolds)}))`,
  )) as Measured[];
  const found = new Map(texts.map((text, at) => [text, all[at] ?? assert.fail()]));
  return new Map([...cards].map(([name, card]) => [name, found.get(JSON.stringify(card)) ?? assert.fail(name)]));
}
