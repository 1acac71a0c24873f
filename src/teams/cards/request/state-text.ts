import { isDeepStrictEqual } from 'node:util';
import { systemName } from '../../../requests/messages/state-words.ts';
import type { Closing, ClosingCode, Outcome, OutcomeCode, Request } from '../../../requests/record/request.ts';

/** True for a request that was stopped because other devices would be affected by now, while what it changes is as it was. */
export function isDeviceDrift({ closing, base }: Request): boolean {
  return closing?.code === 'drift' && closing.now !== null && isDeepStrictEqual(closing.now.objects, base.objects);
}

/** What happened and what to do now; `next` is one sentence. */
export interface Story {
  readonly happened: readonly string[];
  readonly next: string;
}

const LOOK = 'Look in the Defender portal what is set before anybody asks again.';

/** Ends after the steps were handed over: what anybody did by them, Airlock cannot know. */
const CLOSINGS: Readonly<Partial<Record<ClosingCode, Story>>> = {
  withdrawn: {
    happened: [
      'Airlock itself changed nothing. The steps had been handed over: what anybody did by them still stands.',
    ],
    next: LOOK,
  },
  'expired-unapplied': { happened: [], next: LOOK },
  'digest-mismatch': { happened: [], next: 'Tell whoever operates Airlock before anybody asks again.' },
};

/** The story of a request that ended unapplied after it was handed over; null for every other. */
export function handoverStory({ handover, closing }: Request): Story | null {
  const story = handover && closing ? CLOSINGS[closing.code] : undefined;
  if (!story || !closing) return null;
  return closing.code === 'withdrawn' ? story : { ...story, happened: [closing.note] };
}

/** @param home where the setting is kept */
const outcomes = (home: string): Readonly<Record<OutcomeCode, Story>> => ({
  written: {
    happened: [`Written to ${home} and read back: the tenant is as asked.`],
    next: 'Nothing to do.',
  },
  'in-place': {
    happened: ['The tenant was as asked already when Airlock came to apply it. Airlock wrote nothing.'],
    next: 'Nothing to do. Somebody made this change outside Airlock: ask who, if you do not know.',
  },
  'found-later': {
    happened: [
      `${home} gave no clear answer when Airlock wrote. A later reading shows the tenant as asked; Airlock wrote at most once.`,
    ],
    next: 'Nothing to do.',
  },
  verified: {
    happened: ['Applied by hand. Airlock then read every part of it in Defender: the tenant is as asked.'],
    next: 'Nothing to do. To undo it, ask for the opposite; that needs an approval too.',
  },
  attested: {
    happened: [
      'Applied by hand. No supported API can read the parts under "Attested": for them there is the word of whoever applied it, and no reading.',
    ],
    next: 'Nothing to do. Whoever wants to be sure looks at the setting in the Defender portal.',
  },
  refused: { happened: [], next: 'Remove the cause, then ask again.' },
  'not-written': {
    happened: [`The change did not reach ${home}: a later reading shows the tenant as it was. Nothing was changed.`],
    next: 'Ask again if it is still wanted.',
  },
  'other-state': {
    happened: [
      `${home} gave no clear answer, and a later reading shows the tenant neither as it was nor as asked: somebody else changed it meanwhile.`,
    ],
    next: 'Look at the tenant with "status" before anybody asks again.',
  },
});

const closings = (home: string): Readonly<Record<ClosingCode, Story>> => ({
  discarded: { happened: ['Nothing was sent to anybody.'], next: 'Write the command again to start over.' },
  rejected: {
    happened: ['Nothing was changed.'],
    next: 'Answer the approver, then ask again if it is still wanted.',
  },
  withdrawn: { happened: ['Nothing was changed.'], next: 'Ask again when it is wanted.' },
  'expired-undecided': {
    happened: ['Nobody decided in time. Nothing was changed.'],
    next: 'Ask again if it is still wanted, and tell an approver.',
  },
  'expired-unapplied': { happened: [], next: `Ask again once ${home} can be reached, if it is still wanted.` },
  drift: {
    happened: [`${home} was changed after this was asked for, so the approval no longer fits. Airlock wrote nothing.`],
    next: 'Compare the values, and ask again if it is still wanted.',
  },
  'rights-lost': { happened: [], next: 'Somebody who holds the role now can ask again.' },
  'policy-changed': {
    happened: ['The approval policy was changed after this was asked for. Nothing was changed.'],
    next: 'Ask again: the new policy then applies.',
  },
  'digest-mismatch': {
    happened: ['What is stored is not, byte for byte, what was asked for. Nothing was changed.'],
    next: 'Tell whoever operates Airlock before anybody asks again.',
  },
  superseded: { happened: ['Nothing was changed.'], next: 'Follow the newer request.' },
});

const DEVICE_DRIFT: Story = {
  happened: [
    'What would follow for devices is no longer what was shown, so the approval no longer fits. Airlock wrote nothing.',
  ],
  next: 'Ask again to see what would follow now, if it is still wanted.',
};

const unknown = (home: string): Story => ({
  happened: [
    `${home} gave no clear answer: the change may be in place, or not. Airlock reads until it knows, and does not write again.`,
  ],
  next: 'Wait for the result on this card; do not make the change by hand meanwhile.',
});

/** Codes whose stored note says more than the code does. */
const TELLING: readonly (OutcomeCode | ClosingCode)[] = [
  'refused',
  'expired-unapplied',
  'rights-lost',
  'superseded',
  'discarded',
];

/** The story of a request that has ended, or whose outcome is unknown; null while it is on its way. */
export function requestStory(request: Request): Story | null {
  const home = systemName(request.change);
  if (request.state === 'unknown') {
    const story = unknown(home);
    return request.waiting ? { ...story, happened: [...story.happened, request.waiting.note] } : story;
  }
  const byHand = handoverStory(request);
  if (byHand) return byHand;
  if (isDeviceDrift(request)) return DEVICE_DRIFT;
  if (request.outcome) return withUndo(request, warned(outcomes(home)[request.outcome.code], request.outcome));
  return request.closing && told(closings(home)[request.closing.code], request.closing);
}

function told(story: Story, end: Outcome | Closing): Story {
  return TELLING.includes(end.code) && end.note ? { ...story, happened: [end.note, ...story.happened] } : story;
}

/** What somebody else changed meanwhile is for whoever reads the card to look after. */
function warned(story: Story, outcome: Outcome): Story {
  const whole = told(story, outcome);
  if (outcome.warning === undefined) return whole;
  return { happened: [...whole.happened, outcome.warning], next: 'Look whether that change was meant.' };
}

/** What was applied can be undone, whoever wrote it; the button for it stands below. */
function withUndo({ state, number }: Request, story: Story): Story {
  if (state !== 'applied') return story;
  return {
    ...story,
    next: `${story.next} To undo it, press Revert or write "revert ${number}"; that needs an approval too.`,
  };
}
