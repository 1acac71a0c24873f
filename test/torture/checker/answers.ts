import { fits, headingOf, isAskedBy, isListedAsApprover, isOpen } from './card-text.ts';
import type { History, Press, Violation } from './history.ts';
import { type Recorded, recordedRequests } from './requests.ts';

/** The steps that a press leads to. */
const EVENTS: Readonly<Record<Press['verb'], readonly string[]>> = {
  submit: ['submit'],
  approve: ['approve', 'endorse'],
  reject: ['reject'],
  withdraw: ['withdraw'],
};

/** What somebody was told to have done is in the record, and what was sent off has ended. */
export function checkAnswers(history: History): readonly Violation[] {
  const recorded = recordedRequests(history.record);
  const lost = history.presses
    .filter((press) => isAcknowledged(press, history))
    .filter((press) => !isKept(press, recorded));
  return [...lost.map(asLost), ...recorded.flatMap(asOpen), ...recorded.flatMap(withoutReason)];
}

/** Whether the answer tells this person that this press of theirs counted. */
function isAcknowledged({ verb, by, number, answer }: Press, { names }: History): boolean {
  const heading = answer.kind === 'card' ? headingOf(answer.text) : null;
  const name = names[by] ?? by;
  if (answer.kind !== 'card' || heading?.number !== number || verb === 'reject') return false;
  if (verb === 'approve') return isListedAsApprover(answer.text, name);
  return isAskedBy(answer.text, name) && (verb === 'withdraw' ? fits(heading.says, 'withdrawn') : isOpen(heading.says));
}

function isKept({ verb, by, number }: Press, recorded: readonly Recorded[]): boolean {
  const steps = recorded.find((request) => request.number === number)?.steps ?? [];
  return steps.some(({ event, actor }) => actor === by && EVENTS[verb].includes(event));
}

function asLost({ verb, number, by, sentAt }: Press): Violation {
  const at = new Date(sentAt).toISOString();
  return { rule: 'lost acknowledgement', what: `#${number}: ${by} was told at ${at} that their ${verb} counted` };
}

const OPEN_STATES = ['pending', 'approved', 'applying'];

function asOpen({ number, state, steps }: Recorded): readonly Violation[] {
  if (!OPEN_STATES.includes(state) || isLookedFor(state, steps)) return [];
  const path = steps.map(({ event }) => event).join(', ');
  return [{ rule: 'not ended', what: `#${number} is ${state} although all faults have ended: ${path}` }];
}

/** A write of many items whose answer was lost is looked for over an hour, and the last entry says what was found. */
function isLookedFor(state: string, steps: Recorded['steps']): boolean {
  const last = steps.at(-1);
  return state === 'applying' && last?.event === 'recheck' && typeof last.data.found === 'string';
}

/** How a request that was approved may end, and under which name its reason stands in the last step. */
const REASON: Readonly<Record<string, string>> = {
  stale: 'closing',
  failed: 'outcome',
  applied: 'outcome',
  unknown: 'waiting',
};

/** A request that somebody approved does not end without saying why. */
function withoutReason({ number, state, steps }: Recorded): readonly Violation[] {
  const name = REASON[state];
  const wasApproved = steps.some(({ event }) => event === 'approve');
  if (name === undefined || !wasApproved || steps.some(({ to, data }) => to === state && tellsWhy(data))) return [];
  return [{ rule: 'no reason', what: `#${number} is ${state}, and no entry says why` }];
}

function tellsWhy(data: Readonly<Record<string, unknown>>): boolean {
  return ['closing', 'outcome', 'waiting', 'reason', 'why', 'cause'].some(
    (name) => data[name] !== undefined && data[name] !== null,
  );
}
