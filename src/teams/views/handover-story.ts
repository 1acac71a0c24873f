import type { ClosingCode, Request } from '../../requests/request.ts';

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
