import assert from 'node:assert/strict';
import ts from 'typescript';
import { textsOfTemplate } from './literals.ts';
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
  ['an untyped table in a template', "const W = { up: 'raised' } as const; const s = `§{t} §{W[x]}`;", ['raised']],
  ['a table that satisfies one', "const W = { up: 'raised' } satisfies Record<string, string>;", ['raised']],
  [
    'a variable in a template',
    "const w = isOn ? 'enabled' : 'disabled'; const s = `§{t} §{w}`;",
    ['enabled', 'disabled'],
  ],
  [
    'what a function returns into a template',
    "function w(on) { if (on) return 'enabled'; return 'disabled'; } const s = `now §{w(x)}`;",
    ['enabled', 'disabled', 'now {}'],
  ],
  [
    'an arrow in a template',
    "const w = (on) => on ? 'enabled' : 'disabled'; const s = `now §{w(x)}`;",
    ['enabled', 'disabled', 'now {}'],
  ],
  [
    'words joined through a variable',
    "const p = ['switched', 'off']; const s = p.map((x) => x).join(' ');",
    ['switched', 'off'],
  ],
  ['words that are pushed and joined', "const p = []; p.push('disabled'); const s = p.join(' ');", ['disabled']],
  ['one of some words', "const s = `is §{['disabled', 'enabled'][n]}`;", ['is {}', 'disabled', 'enabled']],
  ['capitals in a template', "const s = `§{t}: §{isOn ? 'ON' : 'OFF'}`;", ['ON', 'OFF']],
  [
    'a word that a function returns as a text',
    "const w = (on): string => on ? 'enabled' : 'disabled';",
    ['enabled', 'disabled'],
  ],
  [
    'a word that may be none',
    "function w(on): string | null { if (on) return null; return 'disabled'; }",
    ['disabled'],
  ],
  [
    'a word in what is shown',
    "const data = { short: 'disabled', tone: 'info', text: on ? 'on' : 'off' };",
    ['disabled', 'on', 'off'],
  ],
  ['a template with a tag', 'const x = String.raw`It is on`;', ['It is on']],
  ['a text of a catalogue', 'const x = t`on`;', ['on']],
  ['a text of a catalogue with values', 'const x = t`§{n} of §{m ? t`none` : say(W)}`;', ['{} of {}', 'none']],
  ['a constant of a catalogue', 'const x = msg`API`;', ['API']],
  ['a table that is worded', "const W = { up: 'raised' } as const; const s = `§{t} §{say(W[x])}`;", ['raised']],
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

  it('is found in an expression of a template', () => {
    const said = textsOfTemplate("§{if(exists(x), 'Defender has it off.', title)} now".replace('§', '$'), 'x').map(
      ({ text }) => text,
    );
    assert.deepEqual(said, ['{} now', 'Defender has it off.']);
  });
});
