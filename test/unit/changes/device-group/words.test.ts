import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OS_WORDS, osNamed, osWords } from '../../../../src/changes/device-group/model/os-names.ts';
import { accessWords, conditionWords, placeWords } from '../../../../src/changes/device-group/words/field-words.ts';
import { listed, quoted } from '../../../../src/changes/device-group/words/names.ts';
import type { TextCondition } from '../../../../src/changes/device-group.ts';
import { LEVEL_HELP, levelWords, REMEDIATION_LEVELS } from '../../../../src/changes/remediation-level.ts';
import { inLanguage } from '../../../../src/shared/language/worded.ts';

const row = (
  property: TextCondition['property'],
  operator: TextCondition['operator'],
  value: string,
): TextCondition => {
  return { property, operator, value };
};

describe('the words of device groups', () => {
  it('join conditions as they are evaluated: or within a property, and across', () => {
    const conditions = [
      row('tag', 'equals', 'finance'),
      row('name', 'starts-with', 'LAP-FIN-'),
      row('tag', 'contains', 'pay'),
      row('tag', 'equals', 'treasury'),
      { property: 'os' as const, values: ['Windows11', 'BeOS'] },
    ];
    assert.equal(
      conditionWords(conditions, false),
      'Name starts with LAP-FIN-; and Tag equals finance or treasury, or contains pay; and Operating system is Windows 11 or BeOS',
    );
    assert.equal(
      conditionWords([row('domain', 'ends-with', '.lab')], true),
      'Domain ends with .lab; and a rule that Airlock cannot read',
    );
    assert.equal(conditionWords([], false), 'no condition');
  });

  it('never let one value look like two, or like the words around it', () => {
    const one = conditionWords([row('tag', 'equals', 'finance or treasury')], false);
    assert.equal(one, 'Tag equals "finance or treasury"');
    const spoofed = conditionWords([row('tag', 'equals', 'a" or "b')], false);
    assert.equal(spoofed, 'Tag equals "a\\" or \\"b"');
    assert.equal(
      conditionWords([row('tag', 'equals', 'x; and Name equals y')], false),
      'Tag equals "x; and Name equals y"',
    );
    assert.equal(quoted('a  b\u00A0c'), '"a\u2423\u2423b\u2423c"');
    assert.equal(quoted('internet facing'), 'internet facing');
    assert.equal(quoted(''), '""');
  });

  it('quote as the reader does, and whatever could be mistaken for the words around it in their language', () => {
    const german = (text: string) => inLanguage('de', () => quoted(text));
    assert.equal(german('Köln und Bonn'), '„Köln und Bonn“');
    assert.equal(quoted('Köln und Bonn'), 'Köln und Bonn');
    assert.equal(german('Cologne or Bonn'), '„Cologne or Bonn“');
    assert.equal(german('a“ oder „b'), '„a\\“ oder \\„b“');
    assert.equal(
      inLanguage('de', () => listed(['Köln', 'Bonn und Trier'].map(quoted))),
      'Köln und „Bonn und Trier“',
    );
  });

  it('say different values differently', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '"', '\\', ' or ', 'or', ',', ';'),
      minLength: 1,
      maxLength: 6,
    });
    const values = fc.uniqueArray(text, { minLength: 1, maxLength: 3 });
    const words = (list: readonly string[]) =>
      conditionWords(
        list.map((value) => row('tag', 'equals', value)),
        false,
      );
    fc.assert(
      fc.property(values, values, (a, b) => {
        if (JSON.stringify(a) !== JSON.stringify(b)) assert.notEqual(words(a), words(b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('name a place by its neighbours', () => {
    assert.equal(placeWords({ above: 'Executives', below: 'Servers' }), 'between Executives and Servers');
    assert.equal(placeWords({ above: null, below: 'Servers' }), 'first, before Servers');
    assert.equal(placeWords({ above: 'Servers', below: null }), 'last, after Servers');
    assert.equal(placeWords({ above: null, below: null }), 'the only one');
  });

  it('name who may see devices, by id where a name does not tell', () => {
    assert.equal(accessWords([]), 'everybody with portal access');
    assert.equal(
      accessWords([
        { id: '2', name: 'SOC' },
        { id: '1', name: 'Audit, all' },
      ]),
      '"Audit, all", SOC',
    );
    assert.equal(
      accessWords([
        { id: '1', name: 'SOC' },
        { id: '2', name: 'SOC' },
        { id: '3', name: '' },
      ]),
      '3, SOC (1), SOC (2)',
    );
  });

  it('show a level without a name raw', () => {
    assert.equal(levelWords('unknown:4'), 'Unknown level (4)');
    assert.equal(levelWords('unread'), 'not known');
    assert.equal(levelWords('none'), 'No automated response');
  });

  it('say of each level what it does, and what Microsoft says of the strongest and the weakest', () => {
    for (const level of REMEDIATION_LEVELS) assert.match(LEVEL_HELP[level].does, /^[A-Z].*\.$/);
    const advised = REMEDIATION_LEVELS.filter((level) => LEVEL_HELP[level].advice !== null);
    assert.deepEqual(advised, ['full', 'none']);
  });

  it('read back every operating system that they name', () => {
    for (const name of Object.keys(OS_WORDS)) {
      assert.equal(osNamed(name), name);
      assert.equal(osNamed(osWords(name).toUpperCase()), name);
    }
    for (const spoken of ['Server 2022', 'windows server 2022', 'Microsoft Windows Server 2022', 'WINDOWSSERVER2022']) {
      assert.equal(osNamed(spoken), 'WindowsServer2022', spoken);
    }
    for (const strange of ['', 'Windows', 'Server', 'constructor', 'Windows 12'])
      assert.equal(osNamed(strange), null, strange);
  });

  it('list things as a person would', () => {
    assert.deepEqual(
      [listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')],
      ['', 'a', 'a and b', 'a, b or c'],
    );
  });
});
