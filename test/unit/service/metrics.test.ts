import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createApp } from '../../../src/service/http-server.ts';
import { createMetrics, meteredStore } from '../../../src/service/metrics.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import type { Log } from '../../../src/shared/runtime.ts';
import { Company } from '../../support/company/company.ts';
import { DatabaseOwner } from '../../support/company/database-owner.ts';

const nothing = (): void => {};
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

describe('/metrics', () => {
  let company: Company;
  let url: string;
  beforeEach(async () => {
    company = await Company.open();
    const { services, clock } = company;
    const metrics = createMetrics({
      backlog: () => services.store.backlog(clock.now()),
      undelivered: async () => ({ count: 2, messages: [] }),
      watchAge: async () => 90_000,
      log: quiet,
    });
    metrics.measureProcess();
    const counted = { ...services, meter: metrics.meter, store: meteredStore(services.store, metrics.meter) };
    const app = await createApp({
      services: counted,
      identity: { demo: true },
      port: 0,
      host: '127.0.0.1',
      jitter: () => 0,
      metrics,
    });
    company.apps.unshift(app);
    url = app.url;
  });
  afterEach(() => company.close());

  async function read(): Promise<string> {
    const answer = await fetch(`${url}/metrics`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    return answer.text();
  }

  it('counts turns, refusals, messages, work and steps, with what is due', async () => {
    const card = await company.pending();
    await company.approve('rita', card);
    await company.approve('bob', card);
    const due = await read();
    assert.match(due, /^airlock_backlog\{queue="tasks"\} 1$/m);
    company.teams.failNext(502, 1);
    await company.settle();
    await company.post({ ...company.envelope('bob', 'a:bob'), type: 'message', text: 'status', channelId: 'webchat' });
    const text = await read();
    for (const line of [
      'airlock_turns_total{type="message",outcome="answered"} 1',
      'airlock_turns_total{type="message",outcome="dropped"} 1',
      'airlock_refusals_total{code="not-allowed"} 1',
      'airlock_watch_age_seconds 90',
      'airlock_request_steps_total{event="drafted"} 1',
      'airlock_request_steps_total{event="submit"} 1',
      'airlock_request_steps_total{event="approve"} 1',
      'airlock_request_steps_total{event="record-outcome"} 1',
      'airlock_tasks_total{kind="draft",outcome="done"} 1',
      'airlock_tasks_total{kind="apply",outcome="done"} 1',
      'airlock_posts_total{outcome="delayed"} 1',
      'airlock_backlog{queue="tasks"} 0',
      'airlock_items_waiting 0',
    ])
      assert(text.includes(`\n${line}\n`), `${line} is not in:\n${text}`);
    assert.match(text, /^process_resident_memory_bytes \d/m);
  });

  it('counts a request that was stopped since the record does not show it', async () => {
    const card = await company.pending();
    await company.approve('bob', card);
    new DatabaseOwner(company.file).edit(1, (body) => ({ ...body, reason: 'Because' }));
    await company.settle();
    assert.match(await read(), /^airlock_record_faults_total\{kind="mismatch"\} 1$/m);
  });

  it('names nobody and nothing: no person, request, conversation, tenant or word', async () => {
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    await company.post({ ...company.envelope('bob', 'a:bob'), type: 'hunter2', text: 'secret' });
    const labels = [...(await read()).matchAll(/\{(.*?)\}/g)].map(([, inside]) => inside).join('\n');
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    const people = company.sandbox.world.people.flatMap(({ id, name, userPrincipalName }) => [
      id,
      name,
      userPrincipalName,
    ]);
    for (const told of [...people, request?.id ?? '', company.services.tenantId, '19:soc', 'hunter2', 'CHG-1042'])
      assert(!labels.includes(told), told);
  });

  it('counts what Teams does not take', async () => {
    assert.match(await read(), /^airlock_undelivered 2$/m);
  });

  it('answers without the backlog while the store does not', async () => {
    const metrics = createMetrics({
      undelivered: () => Promise.reject(new AirlockError('store-unavailable', 'gone')),
      watchAge: async () => null,
      skew: () => -1_500,
      backlog: () => Promise.reject(new AirlockError('store-unavailable', 'gone')),
      log: quiet,
    });
    metrics.meter.count('posts', { outcome: 'delivered' });
    const text = await metrics.text();
    assert.match(text, /^airlock_posts_total\{outcome="delivered"\} 1$/m);
    assert.match(text, /^airlock_clock_skew_seconds -1\.5$/m);
    assert.doesNotMatch(text, /^airlock_(backlog\{|undelivered )/m);
  });
});

describe('/metrics of an instance to which nothing has happened', () => {
  it('has a sample of everything that an alarm is set on from the start, so that the first one is a rise', async () => {
    const metrics = createMetrics({
      backlog: async () => ({ tasks: 0, messages: 0, items: 0 }),
      undelivered: async () => ({ count: 0, messages: [] }),
      watchAge: async () => 0,
      skew: () => 0,
      log: quiet,
    });
    const text = await metrics.text();
    const page = readFileSync(new URL('../../../docs/operate.md', import.meta.url), 'utf8');
    const table = page.slice(page.indexOf('### What each alarm means'), page.indexOf('## Clocks'));
    let name = '';
    const alarms = [...table.matchAll(/`(airlock_\w+)?(\{[^}]+\})?`/g)].flatMap(([, named = '', labels = '']) => {
      name = named || name;
      return name === '' ? [] : [{ name, labels }];
    });
    assert(alarms.length > 10, table);
    for (const { name: of, labels } of alarms) {
      const inside = labels.slice(1, -1);
      const sample = new RegExp(`^${of}(\\{[^}]*${inside}[^}]*\\})? 0$`, 'm');
      assert.match(text, sample, `${of}${labels}`);
    }
    for (const kind of ['mismatch', 'broken', 'accounts', 'lease', 'lock'])
      assert.match(text, new RegExp(`airlock_record_faults_total\\{kind="${kind}"\\} 0`));
  });
});
