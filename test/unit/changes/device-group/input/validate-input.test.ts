import assert from 'node:assert/strict';
import type { GroupFields } from '../../../../../src/changes/device-group/input/group-input.ts';
import { validateInput } from '../../../../../src/changes/device-group/input/validate-input.ts';
import { REMEDIATION_LEVELS } from '../../../../../src/changes/remediation-level.ts';
import { BAD_INPUTS, GOOD_FIELDS } from '../../../../support/samples/bad-inputs.ts';

const check = (fields: Partial<GroupFields>) =>
  validateInput({ kind: 'device-group.create', fields: { ...GOOD_FIELDS, ...fields } });
const row = (property: string, operator: string, value: string) => ({ property, operator, value });

describe('validateInput', () => {
  for (const { name, input, fields } of BAD_INPUTS.filter(({ needsTenant }) => !needsTenant)) {
    it(`refuses ${name}, at ${fields.join(', ')}`, () => {
      const faults = validateInput(input);
      assert.deepEqual([...new Set(faults.map(({ field }) => field))].sort(), [...fields].sort());
      for (const { message } of faults) assert.match(message, /^[A-Z"“].{10,300}\.$/su);
    });
  }

  it('does not report what only a tenant shows', () => {
    for (const { name, input, fields } of BAD_INPUTS.filter(({ needsTenant }) => needsTenant)) {
      const own = validateInput(input).map(({ field }) => field);
      assert(own.length < fields.length, name);
    }
  });

  it('is tested with at least sixty bad inputs', () => assert(BAD_INPUTS.length >= 60));

  it('reports several faults of one field', () => {
    assert.equal(check({ name: '\u200B'.repeat(101) }).length, 3);
  });

  it('takes every official wording of a level, and its name, whatever the case', () => {
    const official = [
      'Full - remediate threats automatically',
      'Semi - require approval for all folders',
      'Semi - require approval for any remediation',
      'Semi - require approval for non-temp folders remediation',
      'Semi - require approval for core folders remediation',
      'No automated response',
      'Full remediation',
      'Semi - Approval required for all folders',
      'Semi - Approval required for non-temporary folders',
      'Semi - Approval required for system folders',
      'Semi - require approval for non-temp folders',
      'Semi – require approval for core folders',
      'FULL',
      ...REMEDIATION_LEVELS,
    ];
    for (const level of official) assert.deepEqual(check({ level }), [], level);
  });

  it('takes ten rows of each property and passes over blank ones', () => {
    const ten = ['name', 'domain', 'tag'].flatMap((property) =>
      Array.from({ length: 10 }, (_, n) => row(property, 'contains', `v${n}`)),
    );
    assert.deepEqual(check({ conditions: [row('', '', ''), ...ten, row('nonsense', 'x', '  ')] }), []);
  });

  it('takes spoken names of operating systems, in any number', () => {
    const value = 'windows 11, Server 2022, Windows Server 2012 R2, MAC OS, ios, android, Microsoft Windows 10, linux';
    assert.deepEqual(check({ conditions: [row('Operating system', '', value)] }), []);
  });

  it('takes names and descriptions of exactly the longest length, counted in characters', () => {
    assert.deepEqual(check({ name: '😀'.repeat(99).concat('x'), description: 'ä'.repeat(500) }), []);
  });

  it('takes a description over several lines', () => {
    assert.deepEqual(check({ description: 'one\r\ntwo\n' }), []);
  });

  it('takes a blank level in a change of an existing group as no change', () => {
    assert.deepEqual(validateInput({ kind: 'ungrouped-devices', fields: { level: ' ' } }), []);
    assert.deepEqual(validateInput({ kind: 'device-group.update', group: { id: 4 }, fields: { level: '' } }), []);
  });
});
