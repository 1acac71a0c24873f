/** A wish, and why somebody has it, in their words. */
export interface Reasoned {
  readonly wish: string;
  readonly reason: string;
  /** Whether the reason takes the wish back, or makes it depend on something. */
  readonly turns: 'back' | 'conditional' | null;
}

/** What a reason begins with that is no part of it, in German, too, where no word order hangs on it. */
const BECAUSE =
  'because(?: of)?|due to|owing to|(?:the )?(?:reason|rationale|justification)(?: is|:)|(?:grund|begründung|begruendung):';

/** What a reason begins with that says something of it. */
const SO_THAT =
  'since (?:we|it|our|the|there)|as it|in order to|so that|as (?:agreed|discussed|requested|decided)|requested by|agreed with|on behalf of|weil|wegen|aufgrund|da (?:wir|es|das|die|der|sie|er)|damit|wie (?:besprochen|vereinbart|abgesprochen|gewünscht)';

/** Words for what a change goes by, and the numbers that such systems give; nobody calls a device group so. */
const PAPER = String.raw`(?:ticket|incident|vorfall|change request|change|case|request|audit finding)(?: (?:no\.?|number|id))? ?#?[a-z]{0,8}[-_ ]?\d+`;
const TICKET = String.raw`(?:${PAPER}|#?(?:chg|inc|ritm|req|prb|sctask|sr|cr)[-_ ]?\d{1,10})`;
const BESIDE = String.raw`\s*[,;.(–—-]\s*|\s+(?:per|as per|see|cf\.?|ref\.?|re:?|regarding|according to|under|via|with|siehe|laut|gemäß|gemaess)\s+`;

/** How a sentence begins that says behind a comma how something is: "isolate LAP-1, it has ransomware". */
const HOW_IT_IS = String.raw`(?:(?:it|they|this|there|we)(?:['’](?:s|re)|\s(?:is|are|has|have|was|were))|(?:es|er|sie|das|dort|wir)\s(?:ist|sind|hat|haben|war|waren|wurde|wurden))`;

/** A sentence that says how urgent something is, before what is wanted or behind it. */
const HOW_URGENT = String.raw`(?:(?:everyone|everybody|nobody|no one|the whole team|the others)(?:['’]s|\s(?:is|are|else is))\s(?:\w+ )?(?:asleep|away|gone|out|offline|home|at home|here|there|around|awake|reachable|answering|available|left|in)|(?:alle|die anderen)\s(?:schlafen|sind\s(?:weg|fort|im bett|offline|zu hause))|(?:niemand|keiner)\sist\s(?:da|wach|erreichbar|hier)|es\sbrennt|(?:es|das)\seilt)`;

const PATTERNS: readonly RegExp[] = [
  new RegExp(String.raw`^(?<wish>.+?)[\s,;.:(–—-]+(?:${BECAUSE})[\s:]+(?<reason>.+)$`, 'iud'),
  new RegExp(String.raw`^(?<wish>.+?)[\s,;.:(–—-]+(?<reason>(?:${SO_THAT})\s.+)$`, 'iud'),
  new RegExp(String.raw`^(?<wish>.+?)(?:${BESIDE})(?<reason>${TICKET}\b.*)$`, 'iud'),
  new RegExp(String.raw`^(?<wish>.+?)[,;]\s*(?<reason>${HOW_IT_IS}\s.+)$`, 'iud'),
  new RegExp(String.raw`^(?<wish>.+?)[,;–-]\s*(?<reason>${HOW_URGENT})[\s.!]*$`, 'iud'),
  new RegExp(
    String.raw`^(?<reason>${HOW_URGENT}|(?:it['’]s on fire|(?:we have|wir haben)\s[^,:;]+))\s*[,:;–-]\s*(?<wish>.+)$`,
    'iud',
  ),
  new RegExp(String.raw`^(?<wish>.+?)\s+(?:for\s+)?(?<reason>${PAPER}\b.*)$`, 'iud'),
  new RegExp(String.raw`^(?<reason>${TICKET})\s*[:,;–—-]\s*(?<wish>.+)$`, 'iud'),
  new RegExp(String.raw`^(?:${BECAUSE})\s+(?<reason>[^,:]+)[,:]\s*(?<wish>.+)$`, 'iud'),
  /^(?<reason>(?:weil|wegen|aufgrund)\s+[^,:]+)[,:]\s*(?<wish>.+)$/diu,
];

const BACK =
  /\b(?:changed (?:my|our|his|her|their) minds?|(?:es|das) (?:mir|uns) anders überlegt|decided (?:against|not to)|dagegen entschieden|(?:only|just) (?:asking|joking|kidding|testing|a (?:joke|test|question|drill))|joking|kidding|(?:told|asked) (?:to wait|not to)|(?:have|had) a question|haben eine frage|no,? wait|never ?mind|forget (?:it|that)|scratch that|not yet|(?:do not|don['’]?t) (?:do|turn|enable|disable|change|touch|set|delete|rename)|nein,? warte|doch nicht|noch nicht|vergiss (?:es|das)|lieber nicht)\b/iu;
const DENIED =
  /^(?:(?:it|they|this|there|we)\b.*(?:\b(?:not|no|never|ha[sd] to|have to)\b|n['’]t\b)|(?:es|er|sie|das|dort|wir)\b.*\b(?:nicht|nie|niemals|kein\p{L}*|muss|soll\p{L}*)\b)/iu;
const CONDITION =
  /\b(?:if|unless|provided|assuming|as long as|only when|maybe|perhaps|wenn|sofern|vielleicht|eventuell|(?:,|und) falls|falls (?:es|er|sie|das|die|der|wir|du))\b/iu;

/** A name in quotation marks: what stands in it begins no reason. */
const IN_QUOTES = /["“”„‟][^"“”„‟]*["“”„‟]/gu;

/** Each way to part what somebody wants from why they say they want it; none where nothing says why. */
export function reasonsIn(text: string): readonly Reasoned[] {
  const masked = text.replace(IN_QUOTES, (quoted) => `"${'x'.repeat(quoted.length - 2)}"`);
  return PATTERNS.flatMap((pattern) => {
    const { wish: ofWish = [0, 0], reason: ofReason = [0, 0] } = pattern.exec(masked)?.indices?.groups ?? {};
    const [wish, reason] = [text.slice(...ofWish), text.slice(...ofReason)];
    if (wish === '' || isQuoted(wish)) return [];
    const said = reason.includes('(') ? reason.trim() : reason.replace(/[\s)]+$/u, '');
    const mark = /\?\s*$/u.test(reason) ? '?' : '';
    const turns = BACK.test(reason) ? 'back' : isOpen(reason) ? 'conditional' : null;
    return [{ wish: `${wish.replace(/[\s,;.:(–—-]+$/u, '')}${mark}`, reason: said, turns }];
  });
}

/** Whether a reason leaves open that the thing is wanted; what it quotes says nothing of that. */
function isOpen(reason: string): boolean {
  const own = reason.replace(IN_QUOTES, '""');
  return CONDITION.test(own) || DENIED.test(own);
}

/** Whether a text ends within quotation marks. */
function isQuoted(text: string): boolean {
  return (text.match(/["“”„‟«»]/gu)?.length ?? 0) % 2 === 1;
}
