import assert from 'node:assert/strict';
import type { FormInput, FormRequest } from '../../../../src/changes/device-group/input/group-input.ts';
import type { Device, DeviceGroup, EntraGroupRef } from '../../../../src/changes/device-group.ts';
import type { Change } from '../../../../src/changes/registry/change.ts';
import type { Scope, TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import { runTask } from '../../../../src/jobs/run-task.ts';
import { shareStatus } from '../../../../src/jobs/share-status.ts';
import type { OutboxMessage, Task, TaskKind } from '../../../../src/requests/ports/outbox.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { WriteOutcome } from '../../../../src/requests/ports/tenant.ts';
import type { Form } from '../../../../src/requests/record/form.ts';
import type { Actor, Request } from '../../../../src/requests/record/request.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { pressOf } from '../../../support/company/press-of.ts';
import { anActor, aStanding } from '../../../support/people/a-person.ts';
import { aDevice, aGroup, theUngrouped } from '../../../support/samples/device-samples.ts';
import { aConversation, aFormId, aRequestId } from '../../../support/samples/ids.ts';

export const ALICE: Actor = anActor('aaaaaaaa-0000-4000-8000-000000000001');
export const BOB: Actor = anActor('bbbbbbbb-0000-4000-8000-000000000002');
export const CHANNEL = '19:soc@thread.tacv2';
export const PERSONAL = 'a:alice';

/** A new group that takes FIN-1 and FIN-2. */
export const FINANCE: FormInput = {
  kind: 'device-group.create',
  fields: {
    name: 'Finance',
    description: '',
    level: 'semi-core-folders',
    conditions: [{ property: 'name', operator: 'starts-with', value: 'FIN-' }],
    access: [],
  },
};

const TASKS: readonly TaskKind[] = ['draft', 'open-form', 'check-form', 'revert', 'apply'];

/**
 * The verbs around forms with the real store, and a Defender tenant of two groups and four devices that the test may
 * change.
 */
export class GroupRoom {
  groups: DeviceGroup[] = [
    aGroup({ id: 5, name: 'Servers', rank: 1, conditions: [{ property: 'tag', operator: 'equals', value: 'server' }] }),
    aGroup({ id: 6, name: 'Laptops', rank: 2, conditions: [{ property: 'os', values: ['Windows11'] }] }),
    theUngrouped(),
  ];
  devices: Device[] = [
    aDevice({ name: 'FIN-1', os: 'Windows10', groupId: 1 }),
    aDevice({ name: 'FIN-2', os: 'Windows10', groupId: 1 }),
    aDevice({ name: 'HR-1', groupId: 6 }),
    aDevice({ name: 'SRV-1', os: 'Linux', tags: ['server'], groupId: 5 }),
  ];
  access: EntraGroupRef[] = [{ id: '33333333-3333-4333-8333-333333333333', name: 'SOC Tier 1' }];
  product: TenantSnapshot['product'] = 'plan2';
  features: TenantSnapshot['features'];
  /** Thrown by the next readings, until it is taken away. */
  failure: unknown = null;
  /** What each reading asked for. */
  readonly reads: (readonly Scope[])[] = [];
  /** What was written, and what the tenant makes of a write. */
  readonly written: Change[] = [];
  outcome: WriteOutcome = { kind: 'written' };
  /** Who may ask: everybody, until it is said otherwise. */
  may: (oid: string) => boolean = () => true;
  #asked = 0;

  private constructor(readonly services: Services & { now: number }) {}

  static async open(): Promise<GroupRoom> {
    const holder: { room?: GroupRoom } = {};
    const room = () => holder.room ?? assert.fail();
    const services = await memoryServices((oid) => aStanding(oid, {}, room().may(oid) ? ['admins'] : []), {
      read: async (scopes) => room().read(scopes),
      write: async (change) => {
        room().written.push(change);
        return room().outcome;
      },
    });
    holder.room = new GroupRoom(services);
    const place = { tenantId: services.tenantId, serviceUrl: 'https://smba.example/', botId: '28:airlock', seenAt: 0 };
    await services.store.rememberConversation({ ...place, key: aConversation(CHANNEL), kind: 'channel' });
    await services.store.rememberConversation({ ...place, key: aConversation(PERSONAL), kind: 'personal' });
    return room();
  }

  close(): Promise<void> {
    return this.services.store.close();
  }

  private read(scopes: readonly Scope[]): TenantSnapshot {
    this.reads.push(scopes);
    if (this.failure) throw this.failure;
    return {
      tenantId: this.services.tenantId,
      readAt: this.services.now,
      product: this.product,
      ...(scopes.includes('features') && this.features && { features: this.features }),
      ...(scopes.includes('groups') && { groups: this.groups }),
      ...(scopes.includes('devices') && { devices: this.devices }),
      ...(scopes.includes('access') && { access: this.access }),
    };
  }

  /** Files a task as a turn does. */
  async ask(
    kind: 'draft' | 'open-form' | 'revert',
    what: object,
    { actor = ALICE, conversation = CHANNEL }: { readonly actor?: Actor; readonly conversation?: string } = {},
  ): Promise<string> {
    this.#asked += 1;
    const { tenantId } = this.services;
    const payload = JSON.parse(JSON.stringify({ ...what, actor, conversation }));
    const key = `act-${this.#asked}:${kind}`;
    const task = { key, kind, tenantId, requestId: null, payload, dueAt: this.services.now, correlation: 'test' };
    await this.services.store.send({ messages: [], tasks: [task] });
    return key;
  }

  /** The next task that is due, claimed. */
  async take(leaseMs = 90_000): Promise<Task> {
    const task = await this.services.store.takeTask(TASKS, 'me', this.services.now, leaseMs);
    assert(task, 'a task is due');
    return task;
  }

  run(task: Task): Promise<void> {
    return runTask(
      this.services,
      { status: shareStatus(this.services), lookAtPlace: async () => ({ name: null, isShared: null }) },
      task,
      this.services.now + 90_000,
    );
  }

  /** Does every task that is due. */
  async work(): Promise<void> {
    for (;;) {
      const task = await this.services.store.takeTask(TASKS, 'me', this.services.now, 90_000);
      if (!task) return;
      await this.run(task);
    }
  }

  /** What is due to be said, marked as said. */
  async said(): Promise<readonly OutboxMessage[]> {
    const all: OutboxMessage[] = [];
    for (;;) {
      const messages = await this.services.store.takeMessages('me', this.services.now, 1000, 20);
      if (messages.length === 0) return all;
      all.push(...messages);
      for (const post of messages) {
        const shown = { activityId: `act of ${post.key}`, rev: post.wantedRev, at: this.services.now };
        await this.services.store.messageShown(post, shown);
      }
    }
  }

  /** The notice among what is due to be said. */
  async notice(): Promise<{ title: string; text: string; faults?: { field: string; message: string }[] }> {
    const answers = (await this.said()).flatMap(({ content }) => (content.kind === 'answer' ? [content.data] : []));
    assert.equal(answers.length, 1);
    return answers[0] as unknown as { title: string; text: string };
  }

  async form(id: string): Promise<Form> {
    return (await this.services.store.form(this.services.tenantId, aFormId(id))) ?? assert.fail('no such form');
  }

  async request(id: string | null): Promise<Request> {
    return (
      (await this.services.store.request(this.services.tenantId, aRequestId(id ?? ''))) ??
      assert.fail('no such request')
    );
  }

  /** Opens a form and says its card. */
  async opened(opens: FormRequest = { kind: 'device-group.create' }, where = CHANNEL): Promise<Form> {
    await this.ask('open-form', { opens }, { conversation: where });
    await this.work();
    const post = (await this.said()).find(({ content, activityId }) => content.kind === 'form' && activityId === null);
    assert(post?.content.kind === 'form', 'a form was answered');
    return this.form(post.content.formId);
  }

  press(form: Form, input: FormInput = form.input, actor: Actor = ALICE) {
    return { formId: form.id, rev: form.rev, actor, correlation: 'test', input };
  }

  click(request: Request, actor: Actor = ALICE) {
    return pressOf(request, actor);
  }

  async events(): Promise<readonly string[]> {
    return (await this.services.store.audit(0, 1000)).map(({ event }) => event);
  }
}
