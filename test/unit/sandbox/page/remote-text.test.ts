import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';

const WEB = new URL('../../../../src/sandbox/page/web/', import.meta.url);
const load = (path: string) => import(new URL(path, WEB).href);

describe('remote text on the chat page', () => {
  const given = Object.getOwnPropertyDescriptor(globalThis, 'document');
  const { document } = new JSDOM('<!doctype html>').window;
  let markdown: (text: string) => DocumentFragment;
  let messageText: (text: string, mentions: object[], withMarkdown: boolean) => DocumentFragment;
  let safeLink: (href: string) => string | null;
  before(async () => {
    Object.defineProperty(globalThis, 'document', { value: document, configurable: true });
    ({ markdown } = await load('conversation/markdown.js'));
    ({ messageText } = await load('conversation/message-text.js'));
    ({ safeLink } = await load('conversation/safe-link.js'));
  });
  after(() => {
    if (given) Object.defineProperty(globalThis, 'document', given);
    else Reflect.deleteProperty(globalThis, 'document');
  });

  function html(fragment: DocumentFragment): string {
    const holder = document.createElement('div');
    holder.append(fragment);
    return holder.innerHTML;
  }

  it('draws the subset of markdown that Teams has', () => {
    const drawn = html(markdown('**bold** _it_ ~~gone~~ `a*b`\n- one\n- two\n\n3. three'));
    const paragraph = '<p><strong>bold</strong> <em>it</em> <s>gone</s> <code>a*b</code></p>';
    assert.equal(drawn, `${paragraph}<ul><li>one</li><li>two</li></ul><ol start="3"><li>three</li></ol>`);
    assert.equal(html(markdown('snake_case_name 2*3*4')), '<p>snake_case_name 2*3*4</p>');
  });

  it('links to https and to this computer only', () => {
    const link = '<a href="https://example.com/" target="_blank" rel="noopener noreferrer">x</a>';
    assert.equal(html(markdown('[x](https://example.com/)')), `<p>${link}</p>`);
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'http://example.com/', 'file:///etc/passwd', '//x']) {
      assert.equal(safeLink(bad), null, bad);
      assert.equal(markdown(`[x](${bad})`).querySelector('a'), null, bad);
    }
    assert.equal(safeLink('http://127.0.0.1:3979/'), 'http://127.0.0.1:3979/');
  });

  it('shows what a person typed as it was typed', () => {
    const typed = '**x** <img src=x onerror=alert(1)> &amp;';
    const drawn = messageText(
      `<at>Airlock</at> ${typed}`,
      [{ text: '<at>Airlock</at>', name: '<b>Airlock</b>' }],
      false,
    );
    assert.equal(drawn.textContent, `<b>Airlock</b> ${typed}`);
    assert.equal(drawn.querySelector('img, b, strong'), null);
  });

  it('makes no element but its own out of any text', () => {
    const allowed = new Set(['P', 'BR', 'UL', 'OL', 'LI', 'STRONG', 'EM', 'S', 'CODE', 'A']);
    const piece = fc.constantFrom(
      '*',
      '**',
      '_',
      '`',
      '[',
      '](',
      ')',
      '~~',
      '- ',
      '1. ',
      '\n',
      '<',
      '>',
      '"',
      'javascript:',
      'a',
      ' ',
      '<script>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        for (const element of markdown(pieces.join('')).querySelectorAll('*')) {
          assert(allowed.has(element.tagName), element.tagName);
          if (element.tagName === 'A') assert.match(element.getAttribute('href') ?? '', /^https?:/);
        }
      }),
    );
  });
});
