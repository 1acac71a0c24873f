import assert from 'node:assert/strict';
import ts from 'typescript';
import { textsOf } from './texts-of.ts';

/** Ways of building a text, and what of it has to be found. `§` stands for the sign of a value in a template. */
const TRICKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['a word alone', "const x = 'Full';", ['Full']],
  ['two words without a capital', "const x = 'turned off';", ['turned off']],
  ['a sign before it', "const x = '✓ On';", ['✓ On']],
  ['a word beside a value', 'const x = `is §{y}`;', ['is {}']],
  ['a word in a value of a template', 'const x = `is §{on ? `on` : "off"} now`;', ['is {} now', 'on', 'off']],
  ['a fallback in a template', "const x = `§{name ?? 'nobody'}`;", ['nobody']],
  [
    'words that are joined',
    "const x = ['no', isRead && 'longer', on ? 'on' : 'off'].join(' ');",
    ['no', 'longer', 'on', 'off'],
  ],
  ['words that are filtered and joined', "const x = ['read', 'now'].filter(Boolean).join(' ');", ['read', 'now']],
  ['words that are added up', "const x = 'switched ' + (on ? 'on' : 'off');", ['switched', 'on', 'off']],
  ['words that are added later', "x += 'on';", ['on']],
  ['words that are concatenated', "const x = 'is '.concat('on');", ['is', 'on']],
  [
    'a table of words',
    "const X: Readonly<Record<State, string>> = { up: 'raised', down: 'lowered' };",
    ['raised', 'lowered'],
  ],
  ['a table of lists', "const X: Record<State, readonly string[]> = { up: ['raised'] };", ['raised']],
  ['a map of words', "const X: ReadonlyMap<State, string> = new Map([['up', 'raised']]);", ['up', 'raised']],
  ['a word that is shown', "sanitise('on'); detail('state', {});", ['on', 'state']],
  ['a word in a nested call', "sanitise(isOn ? 'on' : 'off', 24);", ['on', 'off']],
  ['a template with a tag', 'const x = String.raw`It is on`;', ['It is on']],
];

/** What nobody reads. */
const SILENT: readonly (readonly [string, string])[] = [
  ['a state that is compared', "const x = state === 'on' ? y : z;"],
  ['a case', "switch (state) { case 'on': f(); }"],
  ['a type', "type State = 'On' | 'Off';"],
  ['a name on the wire', "const x = 'AutoResolveInvestigatedAlerts';"],
  ['a permission', "const x = 'Machine.Read.All';"],
  ['an import', "import { x } from './On.ts';"],
];

function found(code: string): readonly string[] {
  const source = ts.createSourceFile('x.ts', code.replaceAll('§', '$'), ts.ScriptTarget.Latest, true);
  return textsOf(source, source, 'x.ts').map(({ text }) => text);
}

describe('a text that somebody may read', () => {
  for (const [how, code, texts] of TRICKS) {
    it(`is found: ${how}`, () => assert.deepEqual([...found(code)].sort(), [...texts].sort()));
  }
  for (const [what, code] of SILENT) {
    it(`is none: ${what}`, () => assert.deepEqual(found(code), []));
  }
});
