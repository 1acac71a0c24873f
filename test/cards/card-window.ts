import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM, VirtualConsole } from 'jsdom';
import type { CardsContext, CardsLibrary } from './cards-library.ts';
import { isOfNewer, NEWER, propertiesOf } from './rich-rules.ts';

const SCRIPT = readFileSync(createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js'), 'utf8');

/** Styles that are only kept: jsdom lays nothing out, and would write all of them into an attribute at each change. */
const PLAIN_STYLES = `
  class PlainStyle {
    setProperty(name, value) { this[name] = value; }
    removeProperty(name) { delete this[name]; }
  }
  const kept = new WeakMap();
  Object.defineProperty(HTMLElement.prototype, "style", {
    get() {
      if (!kept.has(this)) kept.set(this, new PlainStyle());
      return kept.get(this);
    },
  });`;

/** Properties that these classes read themselves, outside the library's schema. */
const READ_BY_HAND = ['type', 'body', 'actions', 'items', 'columns', 'inlines', 'card', 'refresh'];

export interface Drawn {
  readonly element: HTMLElement;
  /** Every complaint of the library: unknown elements, properties above 1.5, missing values, console warnings. */
  readonly complaints: readonly string[];
  /** Every text that was given to the markdown reader: what TextBlocks hold. */
  readonly markdown: readonly string[];
}

/** A browser window with the `adaptivecards` library in it, apart from the test process. */
export class CardWindow {
  readonly #complaints: string[] = [];
  readonly #markdown: string[] = [];
  readonly #lib: CardsLibrary;

  constructor() {
    const virtualConsole = new VirtualConsole();
    const note = (...words: unknown[]) => this.#complaints.push(words.join(' '));
    virtualConsole.on('warn', note).on('error', note).on('jsdomError', note);
    const { window } = new JSDOM('<!doctype html><body></body>', { runScripts: 'outside-only', virtualConsole });
    window.eval('globalThis.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };');
    window.eval(
      'Object.defineProperty(HTMLElement.prototype, "innerText", { set(text) { this.textContent = text; }, get() { return this.textContent; } });',
    );
    window.eval(PLAIN_STYLES);
    window.eval(SCRIPT);
    this.#lib = (window as unknown as { AdaptiveCards: CardsLibrary }).AdaptiveCards;
    this.#lib.AdaptiveCard.onProcessMarkdown = (text, result) => {
      this.#markdown.push(text);
      result.outputHtml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      result.didProcess = true;
    };
  }

  /** Parses the card as version 1.5, validates and draws it as a client without newer elements. */
  draw(whole: object): Drawn {
    const json = withoutSearch(whole);
    this.#complaints.length = 0;
    this.#markdown.length = 0;
    const context = new this.#lib.SerializationContext(this.#lib.Versions.v1_5);
    const card = new this.#lib.AdaptiveCard();
    card.parse(json, context);
    for (let i = 0; i < context.eventCount; i++) this.#complaints.push(context.getEventAt(i).message);
    for (const event of card.validateProperties().validationEvents) this.#complaints.push(event.message);
    const element = card.render();
    if (!element) this.#complaints.push('nothing was drawn');
    this.#unknownProperties(json, context);
    const complaints = this.#complaints.filter((one) => !isOfNewer(one));
    return { element: element as HTMLElement, complaints, markdown: [...this.#markdown] };
  }

  #unknownProperties(node: object, context: CardsContext): void {
    const typed =
      'type' in node && !('verb' in node && !('title' in node)) ? this.#knownBy(String(node.type), context) : null;
    for (const [key, value] of Object.entries(node)) {
      if (typed && !typed.includes(key)) this.#complaints.push(`${'type' in node && node.type} has no property ${key}`);
      if (typeof value === 'object' && value !== null && key !== 'data') this.#unknownProperties(value, context);
    }
  }

  #knownBy(type: string, context: CardsContext): readonly string[] {
    const newer = propertiesOf(type);
    if (newer !== null) return newer;
    const lib = this.#lib;
    const version = lib.Versions.v1_5;
    const made =
      type === 'AdaptiveCard'
        ? new lib.AdaptiveCard()
        : type === 'Column'
          ? new lib.Column()
          : type === 'TextRun'
            ? new lib.TextRun()
            : (context.elementRegistry.createInstance(type, version) ??
              context.actionRegistry.createInstance(type, version));
    if (!made) return [];
    const schema = made.getSchema();
    return [
      ...READ_BY_HAND,
      ...(NEWER[type] ?? []),
      ...Array.from({ length: schema.getCount() }, (_, i) => schema.getItemAt(i).name),
    ];
  }
}

/**
 * Teams searches in a list by `choices.data`, which is no part of version 1.5, and then takes a list without choices
 * (docs/facts/teams.md#inputs-and-search);
 * the rest of such a list is held to 1.5 like everything else.
 */
function withoutSearch(card: object): object {
  return JSON.parse(JSON.stringify(card), (_key, node) => {
    if (typeof node !== 'object' || node === null || !('choices.data' in node)) return node;
    const { 'choices.data': _search, choices, ...rest } = node;
    return { ...rest, choices: choices.length > 0 ? choices : [{ title: '-', value: '-' }] };
  });
}
