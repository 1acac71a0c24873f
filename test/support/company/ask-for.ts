import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Change } from '../../../src/changes/registry/change.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { asJson } from '../../../src/shared/json.ts';
import { type Company, SOC } from './company.ts';
import { actionOf, type TeamsMessage } from './fake-teams.ts';

/**
 * Alice asks in the channel for exactly this change, and submits it with a reason; answers the pending card's message.
 */
export async function askFor(company: Company, change: Change): Promise<TeamsMessage> {
  await company.say('alice', 'help');
  const actor = { oid: PEOPLE_IDS.alice, name: company.person('alice').name };
  await company.services.store.send({
    messages: [],
    tasks: [
      {
        key: randomUUID(),
        kind: 'draft',
        tenantId: company.services.tenantId,
        requestId: null,
        payload: { change: asJson(change), actor, conversation: SOC },
        dueAt: company.clock.now(),
        correlation: 'test',
      },
    ],
  });
  await company.settle();
  const message = company.teams.messages.at(-1);
  assert(message);
  const submit = actionOf(await company.view('alice', message), 'submit');
  assert(submit, 'a draft stands there');
  await company.invoke('alice', message, { ...submit, data: { ...submit.data, reason: 'Agreed, see CHG-1042' } });
  await company.settle();
  return message;
}
