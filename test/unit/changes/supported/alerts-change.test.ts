import assert from 'node:assert/strict';
import type { AlertTarget } from '../../../../src/changes/supported/alerts/alert-entry.ts';
import { alertsChange } from '../../../../src/changes/supported/alerts/alerts-change.ts';
import type { AlertRecord, TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const [ONE, TWO, THREE] = ['da637399794050273582_-1', 'da637399794050273582_2', 'da637399794050273582_3'];
const alert = (id: string, fields: Partial<AlertRecord> = {}): AlertRecord => ({
  ...{ id, title: 'Malware', severity: 'High', device: 'lap-1.example', status: 'New' },
  ...{ classification: null, determination: null, ...fields },
});
const tenant = (...found: readonly AlertRecord[]): TenantSnapshot =>
  groupSnapshot([], [], { alerts: { found, lacks: null } });
const FALSE: AlertTarget = { status: 'Resolved', classification: 'FalsePositive', determination: 'NotMalicious' };
const of = (...ids: readonly string[]) =>
  alertsChange.parse({ kind: 'alerts', entries: ids.map((id) => ({ id, title: '', to: FALSE })) });
const done = (id: string) => alert(id, FALSE);

describe('changes/supported/alerts: a change of alerts', () => {
  it('names each alert as Defender does, and each that is not there or there twice', () => {
    const resolved = alertsChange.resolve?.(of(ONE), tenant(alert(ONE)));
    assert(resolved && 'entries' in resolved);
    assert.equal(resolved.entries[0]?.title, 'Malware on lap-1.example (High severity)');
    const faulty = alertsChange.resolve?.(of(ONE, ONE, TWO), tenant(alert(ONE)));
    assert(faulty && 'verdict' in faulty && faulty.verdict === 'invalid');
    assert.deepEqual(
      faulty.faults.map(({ field }) => field),
      ['row 2', 'row 3'],
    );
  });

  it('writes those alone that are not as asked, and finds any that somebody changed', () => {
    const change = of(ONE, TWO);
    const base = alertsChange.base(change, tenant(done(ONE), alert(TWO)));
    assert.deepEqual(
      alertsChange.items?.(change, base).map(({ key }) => key),
      [TWO],
    );
    const later = alertsChange.base(change, tenant(done(ONE), alert(TWO, { status: 'InProgress' })));
    assert(!alertsChange.isAsKnown(base, later));
    assert.equal(alertsChange.assess(change, tenant(done(ONE), done(TWO))).verdict, 'already');
  });

  it('undoes what was written, and says what no API takes away', () => {
    const change = of(ONE, TWO);
    const before = tenant(alert(ONE), alert(TWO, { classification: 'TruePositive', determination: 'Malware' }));
    const base = alertsChange.base(change, before);
    const inverse = alertsChange.inverse(change, base, tenant(done(ONE), done(TWO)), [TWO]);
    assert('change' in inverse);
    assert.deepEqual(alertsChange.parse(inverse.change).entries, [
      { id: TWO, title: '', to: { status: 'New', classification: 'TruePositive', determination: 'Malware' } },
    ]);
    const changed = alertsChange.inverse(change, base, tenant(alert(ONE), alert(TWO)));
    assert('why' in changed && /changed again/.test(changed.why));
    const { status: _status, ...classified } = FALSE;
    const only = alertsChange.parse({ kind: 'alerts', entries: [{ id: ONE, title: '', to: classified }] });
    const left = alertsChange.inverse(only, alertsChange.base(only, before), tenant(alert(ONE, classified)));
    assert('why' in left && /Defender takes none away/.test(left.why));
    const barred = (change: typeof only) => alertsChange.unrestorable?.(change, alertsChange.base(change, before));
    assert.match(barred(only)?.why ?? '', /Defender takes none away/, 'no revert is offered that can never be');
    assert.equal(barred(of(ONE)), null, 'its status is set back');
    assert.equal(barred(of(ONE, TWO)), null);
  });

  it('undoes what is still as it was set, and leaves and names what somebody changed since', () => {
    const change = of(ONE, TWO);
    const base = alertsChange.base(change, tenant(alert(ONE), alert(TWO)));
    const reopened = tenant(alert(ONE, { ...FALSE, status: 'InProgress' }), done(TWO));
    const inverse = alertsChange.inverse(change, base, reopened);
    assert('change' in inverse);
    const undo = alertsChange.parse(inverse.change);
    assert.deepEqual(
      undo.entries.map(({ id }) => id),
      [TWO],
    );
    const { notes } = alertsChange.risk(undo, alertsChange.base(undo, reopened));
    assert.equal(notes[0], `Left as they are, since they were changed after that request was applied: ${ONE}.`);
  });

  it('counts as restored what gets back all that it was, and tells the others', () => {
    const three = of(ONE, TWO, THREE);
    const before = [
      alert(ONE, { classification: 'TruePositive', determination: 'Malware' }),
      alert(TWO),
      alert(THREE, { status: 'Resolved' }),
    ];
    const base = alertsChange.base(three, tenant(...before));
    const inverse = alertsChange.inverse(three, base, tenant(done(ONE), done(TWO), done(THREE)));
    assert('change' in inverse);
    const undo = alertsChange.parse(inverse.change);
    assert.equal(alertsChange.title(undo), `Restore alert ${ONE}, and the status of 1 more`);
    const { notes } = alertsChange.risk(undo, alertsChange.base(undo, tenant(done(ONE), done(TWO))));
    assert.deepEqual(notes, [
      'Alerts that keep their classification, as Defender takes none away: 1.',
      'Alerts of that request that stay as they are, as Defender takes no classification away: 1.',
    ]);
    const none = alertsChange.inverse(of(TWO), alertsChange.base(of(TWO), tenant(alert(TWO))), tenant(done(TWO)));
    assert('change' in none);
    assert.equal(alertsChange.title(alertsChange.parse(none.change)), `Set back the status of alert ${TWO}`);
  });
});
