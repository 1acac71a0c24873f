import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/registry/change.ts';
import { submitRequest } from '../../../src/requests/deciding/submit.ts';
import { assessDraft, readForDraft } from '../../../src/requests/drafting/assess.ts';
import { draftStep } from '../../../src/requests/drafting/draft.ts';
import { requestCardMessage } from '../../../src/requests/messages/outbox-messages.ts';
import { whoAsks } from '../../../src/requests/rules/four-eyes.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { conversationKey, entraObjectId } from '../../../src/shared/ids.ts';
import { type Company, SOC } from './company.ts';
import type { TeamsMessage } from './fake-teams.ts';
import { pressOf } from './press-of.ts';

/**
 * Files exactly this change as Alice's, with nothing said or clicked: for tests of what comes after. The bot must have
 * been spoken to in the channel. Answers the pending card's message.
 */
export async function fileRequest(company: Company, change: Change): Promise<TeamsMessage> {
  const { services, teams } = company;
  const asks = await whoAsks(services, { oid: entraObjectId.parse(PEOPLE_IDS.alice) });
  const conversation = conversationKey.parse(SOC);
  const assessed = assessDraft({ change }, await readForDraft(services, { change }));
  assert(assessed.verdict === 'open', assessed.verdict);
  const step = draftStep(services, { ...assessed, ...asks, conversation, formId: null, revertOf: null });
  const { id } = step.request;
  const card = requestCardMessage(services, id, { key: `${id}:card:${conversation}`, conversation, owner: null });
  await services.store.commit({ ...step, messages: [card] });
  const reason = 'Pilot finished, see CHG-1042';
  await submitRequest(services, { ...pressOf(step.request), reason });
  const said = teams.messages.length;
  await company.settle();
  return teams.messages[said] ?? assert.fail('the card was not sent');
}
