import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import { CARDS_FOLDER, loadTemplates } from '../../../../../src/teams/cards/parts/load-templates.ts';
import { quicken } from '../../../../../src/teams/cards/parts/quick-bindings.ts';
import { expand } from '../../../../../src/teams/cards/parts/render.ts';

const card = (body: unknown) => new Template({ type: 'AdaptiveCard', version: '1.5', body });

/** The text of a binding, as templates hold it. */
const bind = (path: string) => `\${${path}}`;

describe('expand', () => {
  it('refuses a field that the model does not have, at any depth', () => {
    assert.throws(() => expand('x', card([{ text: bind('nope') }]), {}), { code: 'card-invalid' });
    const nested = card([{ $data: bind('rows'), text: bind('nope') }]);
    assert.throws(() => expand('x', nested, { rows: [{ yes: 1 }], nope: 'outer' }), { code: 'card-invalid' });
    assert.throws(() => expand('x', card([{ $data: bind('rows'), text: 'x' }]), {}), { code: 'card-invalid' });
  });

  it('refuses null and undefined in the model', () => {
    for (const text of [null, undefined]) {
      assert.throws(() => expand('x', card([{ text: bind('a.text') }]), { a: { text } }), { code: 'card-invalid' });
    }
  });

  it('passes text that looks like a binding letter by letter', () => {
    for (const text of [bind('secret'), `a ${bind('$root.secret')} b`, '${', `${bind('1+1')}\\"\``, bind('$data')]) {
      const drawn = expand('x', card([{ text: bind('text') }]), { text, secret: 'S3CRET' });
      assert.deepEqual(drawn.body, [{ text }]);
    }
  });

  it('keeps numbers, booleans and lists, and drops empty sections', () => {
    const drawn = expand(
      'x',
      card([
        { n: bind('n'), b: bind('b'), ids: bind('ids'), gone: { $data: bind('none'), x: 1 } },
        { $data: bind('none') },
      ]),
      { n: 0, b: false, ids: ['29:a'], none: [] },
    );
    assert.deepEqual(drawn.body, [{ n: 0, b: false, ids: ['29:a'] }]);
  });
});

describe('quicken', () => {
  const source = {
    ...{ type: 'AdaptiveCard', version: '1.5', id: bind('a.b') },
    body: [
      { $data: bind('rows'), text: bind('text'), root: bind('$root.n'), all: bind('$data'), in: [{ x: bind('text') }] },
    ],
  };

  it('draws what the library draws by itself', () => {
    const rows = [{ text: 'one' }, { text: bind('text') }];
    for (const model of [
      { a: { b: false }, n: 0, rows },
      { a: { b: '' }, n: [1], rows: [] },
    ])
      assert.deepEqual(
        expand('x', quicken(new Template(source), source), model),
        expand('x', new Template(source), model),
      );
  });

  it('finds a member by its very name, and nothing that every object has', () => {
    const model = { a: { B: 1 }, n: 1, rows: [] };
    assert.equal(expand('x', new Template(source), model).id, 1);
    assert.throws(() => expand('x', quicken(new Template(source), source), model), { code: 'card-invalid' });
    const inherited = { type: 'AdaptiveCard', version: '1.5', id: bind('constructor') };
    assert.throws(() => expand('x', quicken(new Template(inherited), inherited), {}), { code: 'card-invalid' });
  });
});

describe('loadTemplates', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-cards-'));
    cpSync(CARDS_FOLDER, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const breakNotice = (change: (text: string) => string) => {
    const file = join(folder, 'notice.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    return () => loadTemplates(folder);
  };

  it('reads the cards of the repository', () => assert.ok(loadTemplates(folder).request));

  const faults: Readonly<Record<string, (text: string) => string>> = {
    'no JSON': (text) => text.slice(1),
    'another version': (text) => text.replace('"1.5"', '"1.6"'),
    'an unclosed binding': (text) => text.replace(bind('fallback'), '${fallback'),
    'a binding amid text': (text) => text.replace(bind('fallback'), `Said: ${bind('fallback')}`),
    'an expression': (text) => text.replace(bind('fallback'), bind('concat(fallback,1)')),
    'a $when': (text) =>
      text.replace('"body": [', `"body": [{ "type": "TextBlock", "text": "x", "$when": "${bind('a')}" },`),
    'a part that is not there': (text) => text.replace('"head"', '"nobody"'),
  };
  for (const [fault, change] of Object.entries(faults)) {
    it(`refuses ${fault}, naming the file`, () => {
      assert.throws(breakNotice(change), { code: 'card-invalid', message: /cards\/notice\.json/ });
    });
  }

  it('refuses a card that is missing and one that nobody draws', () => {
    writeFileSync(join(folder, 'other.json'), '{}');
    assert.throws(() => loadTemplates(folder), { code: 'card-invalid', message: /other\.json/ });
    rmSync(join(folder, 'help.json'));
    assert.throws(() => loadTemplates(folder), { code: 'card-invalid', message: /help\.json/ });
  });
});
