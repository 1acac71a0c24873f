import assert from 'node:assert/strict';
import { auditedChanges, changesIn, inOrder } from '../../../../src/defender/public-api/audit/audited-change.ts';
import type { AuditedChange } from '../../../../src/requests/ports/tenant-audit.ts';

const TENANT = 'ab12cd34';
const AT = Date.parse('2026-11-24T03:00:00Z');

const USUAL = {
  CreationTime: '2026-11-24T03:00:00',
  Id: 'b1',
  Operation: 'SetAdvancedFeatures',
  RecordType: 111,
  Workload: 'MicrosoftDefenderForEndpoint',
  UserId: 'omar@harbourline.example',
  ClientIP: '203.0.113.24',
  SettingName: 'Automatically resolve alerts',
  SettingsNewValue: true,
};

const TOLD: AuditedChange = {
  id: 'b1',
  at: AT,
  operation: 'SetAdvancedFeatures',
  feature: 'auto-resolve-alerts',
  setting: 'Automatically resolve alerts',
  value: 'on',
  by: 'omar@harbourline.example',
  ip: '203.0.113.24',
};

const OMAR = 'aaaaaaaa-0000-4000-8000-000000000009';

const { SettingName: _name, SettingsNewValue: _value, ...NO_SETTING } = USUAL;
const { UserId: _user, ...NOBODY } = USUAL;

const ROWS: Readonly<Record<string, readonly [record: unknown, told: Partial<AuditedChange> | 'other' | 'unread']>> = {
  'the record of public queries': [USUAL, {}],
  'the object id of the account': [{ ...USUAL, UserKey: OMAR.toUpperCase() }, { oid: OMAR }],
  'a number of another kind beside it': [
    { ...USUAL, UserKey: '10032001A1B2C3D4', AccountObjectId: OMAR },
    { oid: OMAR },
  ],
  'the same as JSON text': [JSON.stringify(USUAL), {}],
  'a time with its zone': [{ ...USUAL, CreationTime: '2026-11-24T04:00:00+01:00' }, {}],
  'a time with fractions': [{ ...USUAL, CreationTime: '2026-11-24T03:00:00.0000000Z' }, {}],
  'a value as text': [{ ...USUAL, SettingsNewValue: 'True' }, {}],
  'a value as a word': [{ ...USUAL, SettingsNewValue: ' off ' }, { value: 'off' }],
  'a value of false': [{ ...USUAL, SettingsNewValue: false }, { value: 'off' }],
  'a value of no kind that is known': [{ ...USUAL, SettingsNewValue: { Days: 30 } }, { value: null }],
  'no value': [{ ...USUAL, SettingsNewValue: null }, { value: null }],
  'keys in another case': [
    Object.fromEntries(Object.entries(USUAL).map(([key, value]) => [`${key[0]?.toLowerCase()}${key.slice(1)}`, value])),
    {},
  ],
  'the key of the portal instead of its title': [
    { ...USUAL, SettingName: 'AutoResolveInvestigatedAlerts' },
    { setting: 'AutoResolveInvestigatedAlerts' },
  ],
  'a title without blanks': [
    { ...USUAL, SettingName: 'AutomaticallyResolveAlerts' },
    { setting: 'AutomaticallyResolveAlerts' },
  ],
  'the other switch': [
    { ...USUAL, SettingName: 'Automated Investigation' },
    { feature: 'automated-investigation', setting: 'Automated Investigation' },
  ],
  'a switch that Airlock does not know': [
    { ...USUAL, SettingName: 'Live Response unsigned script execution' },
    { feature: null, setting: 'Live Response unsigned script execution' },
  ],
  'a list of changed properties': [
    {
      ...NO_SETTING,
      ModifiedProperties: [{ Name: 'Automatically resolve alerts', OldValue: 'True', NewValue: 'False' }],
    },
    { value: 'off' },
  ],
  'nothing about the setting': [
    NO_SETTING,
    { feature: null, setting: 'a setting that the record does not name', value: null },
  ],
  'nobody but a key that is a number': [{ ...NOBODY, UserKey: '10032001' }, { by: '' }],
  'nobody but a key that is a name': [{ ...NOBODY, UserKey: USUAL.UserId }, {}],
  'nobody at all': [NOBODY, { by: '' }],
  'an empty name': [{ ...USUAL, UserId: ' ', UserKey: null }, { by: '' }],
  'a change that failed': [{ ...USUAL, ResultStatus: 'Failed' }, 'other'],
  'a change that was not made': [{ ...USUAL, ResultStatus: 'False' }, 'other'],
  'a change that was made': [{ ...USUAL, ResultStatus: 'True' }, {}],
  'a change in another tenant': [{ ...USUAL, OrganizationId: 'another' }, 'other'],
  'a change in a tenant whose id is written otherwise': [{ ...USUAL, OrganizationId: '{AB12-cd34}' }, {}],
  'a change in this tenant': [{ ...USUAL, OrganizationId: TENANT.toUpperCase() }, {}],
  'a change in another service': [{ ...USUAL, Workload: 'Exchange' }, 'unread'],
  'a change that names no service': [{ ...USUAL, Workload: undefined }, {}],
  'another operation': [{ ...USUAL, Operation: 'EditIndicator' }, 'other'],
  'an id that is a number': [{ ...USUAL, Id: 12345 }, { id: '12345' }],
  'its operation in another case': [{ ...USUAL, Operation: 'setadvancedfeatures' }, {}],
  'a service that is called Defender alone': [{ ...USUAL, Workload: 'Defender' }, {}],
  'no operation': [{ ...USUAL, Operation: null }, 'unread'],
  'no id': [{ ...USUAL, Id: undefined }, 'unread'],
  'no time': [{ ...USUAL, CreationTime: 'lately' }, 'unread'],
  'text that is no JSON': ['{"Operation":', 'unread'],
  'a number': [7, 'unread'],
  'a list': [[USUAL], 'unread'],
};

const ALERTS = 'Automatically resolve alerts';
const property = (name: unknown, value: unknown, was?: unknown) => ({ Name: name, OldValue: was, NewValue: value });

const LISTS: Readonly<Record<string, readonly [properties: unknown, told: readonly string[], leftOut: number]>> = {
  'several switches': [
    [property(ALERTS, 'True', 'False'), property('Tamper protection', 'False'), property('Automated investigation', 0)],
    [`b1 ${ALERTS}: on`, 'b1#2 Tamper protection: off', 'b1#3 Automated investigation: off'],
    0,
  ],
  'the first is no switch': [
    [property('Target', 'Advanced features', ''), property(ALERTS, 'True')],
    [`b1 ${ALERTS}: on`],
    1,
  ],
  'some cannot be used': [[null, property(null, 'True'), 'x', property(ALERTS, 'True')], [`b1 ${ALERTS}: on`], 3],
  'none is a switch': [[property('Target', 'x'), property('Days', 30)], ['b1 Target: null'], 1],
  'one is as it was': [
    [property('Tamper protection', 'True', 'True'), property(ALERTS, 'True', 'False')],
    [`b1 ${ALERTS}: on`],
    0,
  ],
  'all are as they were': [[property(ALERTS, 'True', 'True')], [`b1 ${ALERTS}: on`], 0],
  'one twice, under two names': [
    [property(ALERTS, 'True'), property('AutoResolveInvestigatedAlerts', true)],
    [`b1 ${ALERTS}: on`],
    0,
  ],
  'values as lists in a text': [[property(ALERTS, '[\r\n  "True"\r\n]')], [`b1 ${ALERTS}: on`], 0],
  'keys in another case': [[{ name: ALERTS, newValue: 'False' }], [`b1 ${ALERTS}: off`], 0],
  'as JSON text': [JSON.stringify([property(ALERTS, 'True')]), [`b1 ${ALERTS}: on`], 0],
  'no list': [{ Name: ALERTS }, ['b1 a setting that the record does not name: null'], 1],
};

describe("a record of Microsoft's audit log", () => {
  for (const [title, [record, told]] of Object.entries(ROWS)) {
    it(`is read: ${title}`, () => {
      const expected = typeof told === 'string' ? told : { changes: [{ ...TOLD, ...told }], leftOut: 0 };
      assert.deepEqual(auditedChanges(record, TENANT), expected);
    });

    for (const [title, [properties, told, leftOut]] of Object.entries(LISTS))
      it(`is read with each of its changed properties: ${title}`, () => {
        const records = [{ ...NO_SETTING, ModifiedProperties: properties }];
        const found = changesIn(records, (record) => auditedChanges(record, TENANT));
        assert.deepEqual(
          [found.changes.map(({ id, setting, value }) => `${id} ${setting}: ${value}`), found.leftOut],
          [told, leftOut],
        );
      });
  }

  it('is told once and in order, whatever the log repeats', () => {
    const later = { ...TOLD, id: 'b0', at: AT + 1 };
    const earlier = { ...TOLD, id: 'b2', at: AT - 1 };
    assert.deepEqual(inOrder([later, TOLD, earlier, TOLD]), [earlier, TOLD, later]);
  });

  it('is not lost where the log gives its id to another change, too', () => {
    const other = { ...TOLD, at: TOLD.at + 1_000, feature: null, setting: 'Another setting' };
    const read = inOrder([other, TOLD, other]);
    assert.deepEqual(
      read.map(({ setting }) => setting),
      [TOLD.setting, other.setting],
    );
    assert.notEqual(read[0]?.id, read[1]?.id);
  });
});
