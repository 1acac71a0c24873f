import type { NoticeData } from '../../requests/messages/answers.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { reply } from './reply.ts';

type Miss = CommandOf<'incomplete' | 'malformed' | 'near-miss' | 'unknown'>;

/**
 * Says that nothing was done and what could be typed instead; a near miss never runs the command that it resembles.
 */
export function explainMiss(turn: Turn, miss: Miss): Promise<void> {
  return reply(turn, { view: 'notice', data: words(miss) });
}

function words(miss: Miss): NoticeData {
  switch (miss.kind) {
    case 'incomplete':
      return { tone: 'warning', title: 'Something is missing', text: miss.why, suggestions: [miss.example] };
    case 'malformed':
      return {
        tone: 'warning',
        title: 'Nothing was done',
        text: miss.why,
        suggestions: miss.examples,
      };
    case 'near-miss':
      return {
        tone: 'info',
        title: 'Nothing was done',
        text: `That is close to a command, but is not exactly one. If ${miss.opposite ? 'one of these' : 'this'} is what you want, write just this:`,
        suggestions: [miss.closest, ...(miss.opposite ? [miss.opposite] : [])],
      };
    case 'unknown':
      return {
        tone: 'info',
        title: 'Nothing was done',
        text: 'Airlock does not know that command. Write "help" to see what it does.',
        suggestions: ['help'],
      };
  }
}
