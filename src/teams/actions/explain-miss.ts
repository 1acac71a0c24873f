import { sentenceAmongOthers } from '../../requests/messages/among-others.ts';
import type { NoticeData } from '../../requests/messages/answers.ts';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { FORM_LINES } from '../language/groups/lines.ts';
import { offerOf } from '../language/offers.ts';
import { parseCommand } from '../language/parse-command.ts';
import { sayTogether } from '../language/several/parse-several.ts';
import { numberedRequest, replyAlone } from './reply.ts';

type Miss = CommandOf<'incomplete' | 'malformed' | 'offer' | 'thanks' | 'unknown'>;

/**
 * Says that nothing was done and what could be typed instead; a near miss never runs the command that it resembles.
 */
export async function explainMiss(turn: Turn, miss: Miss): Promise<void> {
  if (miss.kind === 'incomplete' && miss.number !== undefined) await assertOpen(turn, miss.number);
  await replyAlone(turn, { view: 'notice', data: words(miss) });
}

/**
 * Nobody is asked for more where there is nothing left to decide.
 * @throws AirlockError not-found, wrong-state, may-not-read, directory-unavailable
 */
async function assertOpen(turn: Turn, number: number): Promise<void> {
  await turn.admit();
  const request = await numberedRequest(turn, number);
  if (!['pending', 'approved'].includes(request.state))
    throw new AirlockError('wrong-state', await sentenceAmongOthers(turn.services, request));
}

/** What only reads or opens, so that it is no example with a made-up name. */
const ONLY_LOOKS: ReadonlySet<string> = new Set(['requests', 'status', 'home', 'ask', 'mute']);

function isRunAsIs(line: string): boolean {
  if (line === FORM_LINES.create || line === FORM_LINES.ungrouped) return true;
  return ONLY_LOOKS.has(parseCommand(line).kind) && offerOf(line) !== null;
}

/** What a button may do is a button; the rest is shown, to be typed. */
function offered({ why, commands }: CommandOf<'offer'>): Pick<NoticeData, 'examples' | 'suggestions'> {
  const together = why === 'several' ? [sayTogether(commands)].filter(isAsked) : [];
  return {
    examples: commands.filter((line) => offerOf(line) === null),
    suggestions: [...together, ...commands].filter((line) => offerOf(line) !== null),
  };
}

function isAsked(line: string): boolean {
  return parseCommand(line).kind === 'several';
}

function offerWords({ why, commands }: CommandOf<'offer'>): string {
  if (why === 'several' && isAsked(sayTogether(commands)))
    return t`That is more than one change. Ask for them as one request, or for each on its own:`;
  if (why === 'several') return t`That is more than one change. Each is a request of its own:`;
  const isSeen = commands.some((line) => parseCommand(line).kind === 'sight');
  if (isSeen && commands.length > 1)
    return t`Do you see this in the portal, or do you want it? Write the line below if you see it; the button asks for it.`;
  return commands.length > 1
    ? t`Airlock is not sure what was meant. Is it one of these?`
    : t`Airlock is not sure what was meant. Is it this?`;
}

function words(miss: Miss): NoticeData {
  switch (miss.kind) {
    case 'incomplete':
      return {
        tone: 'warning',
        title: t`Something is missing`,
        text: miss.why,
        examples: [miss.example],
        suggestions: [miss.number === undefined ? 'help' : `show ${miss.number}`],
      };
    case 'malformed':
      return {
        tone: 'warning',
        title: t`Nothing was done`,
        text: miss.why,
        examples: miss.examples.filter((line) => !isRunAsIs(line)),
        suggestions: miss.examples.filter(isRunAsIs),
      };
    case 'offer':
      return { tone: 'info', title: t`Nothing was done yet`, text: offerWords(miss), ...offered(miss) };
    case 'thanks':
      return { tone: 'good', title: t`You are welcome`, text: t`Write whenever something is to change.`, final: true };
    case 'unknown':
      return {
        tone: 'info',
        title: t`Nothing was done`,
        text: t`Airlock did not understand that. Write "help" to see what it does.`,
        suggestions: ['help'],
      };
  }
}
