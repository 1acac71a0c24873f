import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Target } from '../../../../src/changes/supported/indicators/indicator-entry.ts';
import { indicatorsChange } from '../../../../src/changes/supported/indicators/indicators-change.ts';
import type { IndicatorRecord, TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import { aGroup } from '../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const DAY = 86_400_000;
const allow: Target = { action: 'Allowed', groups: ['hr laptops'], lasts: 7 * DAY, until: null };
const block: Target = { action: 'Block', groups: [], lasts: null, until: null };
const record: IndicatorRecord = {
  id: '7',
  value: 'Evil.example',
  type: 'DomainName',
  action: 'Block',
  title: 'Old',
  description: 'By hand',
  expiresAt: null,
  severity: 'High',
  groups: [],
  createdBy: 'sam',
  generateAlert: true,
  recommendedActions: null,
};

const groups = [aGroup({ id: 1, name: 'HR laptops' }), aGroup({ id: 2, name: 'Servers' })];
const tenant = (found: readonly IndicatorRecord[] = [], fields: Partial<TenantSnapshot> = {}): TenantSnapshot =>
  groupSnapshot(groups, [], { indicators: { found, lacks: null }, indicatorTotal: found.length, ...fields });

const of = (to: Target | null, value = 'evil.example') =>
  indicatorsChange.parse({ kind: 'indicators', entries: [{ type: 'DomainName', value, to }] });

function resolved(to: Target | null, now = tenant()) {
  const change = indicatorsChange.resolve?.(of(to), now);
  assert(change && 'entries' in change);
  return change;
}

describe('changes/supported/indicators: a change of indicators', () => {
  it('finds the group as Defender has it and when it ends, to the minute', () => {
    const { to } = resolved(allow, tenant([], { readAt: 59_000 })).entries[0] ?? {};
    assert.deepEqual([to?.groups, to?.until], [['HR laptops'], 7 * DAY + 60_000]);
    const unknown = indicatorsChange.resolve?.(of({ ...allow, groups: ['Nobody'] }), tenant());
    assert(unknown && 'verdict' in unknown && unknown.verdict === 'invalid');
  });

  it('allows nothing without an end and a scope', () => {
    for (const loose of [
      { ...allow, groups: [] },
      { ...allow, lasts: null },
    ]) {
      const verdict = indicatorsChange.assess(resolved(loose), tenant());
      assert.equal(verdict.verdict, 'invalid');
    }
    assert.equal(indicatorsChange.assess(resolved(allow), tenant()).verdict, 'open');
    const risk = indicatorsChange.risk(resolved(allow), indicatorsChange.base(resolved(allow), tenant()));
    assert(risk.lowersProtection);
    assert.match(risk.dangers[0]?.text ?? '', /automated investigation will ignore a bad verdict/);
  });

  it('refuses what the type does not take, what is named twice, and what Defender has no room for', () => {
    const remediate = indicatorsChange.assess(resolved({ ...block, action: 'BlockAndRemediate' }), tenant());
    assert(remediate.verdict === 'invalid' && /takes no/.test(remediate.faults[0]?.message ?? ''));
    const entry = of(block).entries[0];
    const twice = indicatorsChange.assess({ kind: 'indicators', entries: entry ? [entry, entry] : [] }, tenant());
    assert(twice.verdict === 'invalid' && /named twice/.test(twice.faults[0]?.message ?? ''));
    const full = tenant([], { indicatorTotal: 15_000 });
    assert.equal(indicatorsChange.assess(of(block), full).verdict, 'unsupported');
    const scarce = indicatorsChange.base(of(block), tenant([], { indicatorTotal: 14_900 }));
    assert.match(indicatorsChange.risk(of(block), scarce).notes.join(' '), /Defender takes 99 more/);
    const there = tenant([record], { indicatorTotal: 15_000 });
    assert.equal(indicatorsChange.assess(of(null), there).verdict, 'open');
    assert.equal(indicatorsChange.assess(of(null), tenant()).verdict, 'already');
    assert.equal(indicatorsChange.assess(of(block), tenant([record])).verdict, 'already');
  });

  it('gives the hash of a list that no card can name whole', () => {
    const entries = Array.from({ length: 41 }, (_, index) => ({
      ...{ type: 'DomainName', value: `d${index}.example` },
      to: block,
    }));
    const change = indicatorsChange.parse({ kind: 'indicators', entries });
    const list = entries.map(({ value }) => `${value}\n`).join('');
    const { notes } = indicatorsChange.risk(change, indicatorsChange.base(change, tenant()));
    assert(notes.some((note) => note.includes(createHash('sha256').update(list).digest('hex'))));
  });

  it('does not say what is there where a list is not whole', () => {
    const now = tenant([], { indicators: { found: [], lacks: 'Two come in another form.' } });
    assert.deepEqual(indicatorsChange.assess(of(block), now), {
      verdict: 'unsupported',
      why: 'Two come in another form.',
    });
  });

  it('takes every change of the same value for a drift, but for the alert that Cloud Apps sets', () => {
    const change = of(null);
    const base = indicatorsChange.base(change, tenant([record]));
    const later = (fields: Partial<IndicatorRecord>) =>
      indicatorsChange.isAsKnown(base, indicatorsChange.base(change, tenant([{ ...record, ...fields }]), base));
    assert(later({ generateAlert: false }));
    for (const fields of [{ action: 'Audit' }, { description: 'x' }, { groups: ['Servers'] }, { expiresAt: 5 * DAY }])
      assert(!later(fields), JSON.stringify(fields));
    assert(!indicatorsChange.isAsKnown(base, indicatorsChange.base(change, tenant(), base)));
  });

  it('takes a renamed group of the scope for a drift, and says both names', () => {
    const change = resolved(allow);
    const base = indicatorsChange.base(change, tenant());
    const now = { ...tenant(), groups: [aGroup({ id: 1, name: 'People' })] };
    const later = indicatorsChange.base(change, now, base);
    assert(!indicatorsChange.isAsKnown(base, later));
    assert.deepEqual(indicatorsChange.beside?.(base, later), [
      { label: 'Device group of the scope', from: 'HR laptops', to: 'People' },
    ]);
  });

  it('undoes by writing again what was there, by taking away what was not, and not over what somebody changed', () => {
    const change = resolved({ ...allow }, tenant([record]));
    const base = indicatorsChange.base(change, tenant([record]));
    const to = change.entries[0]?.to;
    assert(to);
    const written = { ...record, action: to.action, groups: to.groups, expiresAt: to.until, title: 'Allow' };
    const back = indicatorsChange.inverse(change, base, tenant([written]));
    assert('change' in back);
    const undo = indicatorsChange.parse(back.change);
    assert.deepEqual(undo.entries[0]?.to?.kept?.description, 'By hand');
    assert.equal(indicatorsChange.assess(undo, tenant([written])).verdict, 'open');
    const fresh = indicatorsChange.base(change, tenant());
    const gone = indicatorsChange.inverse(change, fresh, tenant([written]));
    assert('change' in gone && indicatorsChange.parse(gone.change).entries[0]?.to === null);
    const other = indicatorsChange.inverse(change, base, tenant([{ ...written, action: 'Audit' }]));
    assert('why' in other && /changed after this request/.test(other.why));
    const over = indicatorsChange.inverse(change, fresh, tenant([], { readAt: 8 * DAY }));
    assert('why' in over && /ended by itself/.test(over.why));
  });

  it('undoes what is still as it was written, and leaves and names what somebody changed since', () => {
    const two = indicatorsChange.parse({
      kind: 'indicators',
      entries: ['a.example', 'b.example'].map((value) => ({ type: 'DomainName', value, to: null })),
    });
    const there = (value: string, action: string): IndicatorRecord => ({
      ...record,
      type: 'DomainName',
      value,
      action,
    });
    const [a, b] = [there('a.example', 'Block'), there('b.example', 'Block')];
    const base = indicatorsChange.base(two, tenant([a, b]));
    const now = tenant([there('a.example', 'Audit')]);
    const inverse = indicatorsChange.inverse(two, base, now);
    assert('change' in inverse);
    const undo = indicatorsChange.parse(inverse.change);
    assert.deepEqual(
      undo.entries.map(({ value }) => value),
      ['b.example'],
    );
    assert.match(
      indicatorsChange.risk(undo, indicatorsChange.base(undo, now)).notes.join(' '),
      /Left as they are, since they were changed after that request was applied: a\.example\./,
    );
  });

  it('allows nothing again that was allowed without an end or without a scope, and says how to ask for it', () => {
    const away = (...values: readonly string[]) =>
      indicatorsChange.parse({
        kind: 'indicators',
        entries: values.map((value) => ({ type: 'DomainName', value, to: null })),
      });
    const there = (value: string, fields: Partial<IndicatorRecord>): IndicatorRecord => ({
      ...{ ...record, type: 'DomainName', value, action: 'Allowed', groups: ['HR laptops'], expiresAt: 5 * DAY },
      ...fields,
    });
    for (const fields of [{ expiresAt: null }, { groups: [] }]) {
      const one = there('a.example', fields);
      const base = indicatorsChange.base(away('a.example'), tenant([one]));
      const none = indicatorsChange.inverse(away('a.example'), base, tenant());
      assert('why' in none && /no request writes that again.*allow a\.example on <device group>/.test(none.why));
      const both = away('a.example', 'b.example');
      const block = there('b.example', { action: 'Block' });
      const some = indicatorsChange.inverse(both, indicatorsChange.base(both, tenant([one, block])), tenant());
      assert('change' in some);
      const undo = indicatorsChange.parse(some.change);
      assert.deepEqual(
        undo.entries.map(({ value }) => value),
        ['b.example'],
      );
      assert.match(
        indicatorsChange.risk(undo, indicatorsChange.base(undo, tenant())).notes.join(' '),
        /Not allowed again, since an Allow takes an end and a scope, and it had not both: a\.example\./,
      );
    }
    const bound = there('a.example', {});
    const way = indicatorsChange.inverse(
      away('a.example'),
      indicatorsChange.base(away('a.example'), tenant([bound])),
      tenant(),
    );
    assert('change' in way, 'one with an end and a scope is allowed again');
  });
});
