import type { FeatureName } from '../../../../changes/features.ts';
import type { RemediationLevel } from '../../../../changes/remediation-level.ts';

/** What a word or phrase stands for, whatever the language. */
export type Concept =
  | 'article'
  /** Says nothing: thanks, names for Defender itself. */
  | 'filler'
  /** Asks for something to be done: "could you", "I want to". */
  | 'wish'
  /** Says of what only names a state that it is wanted: "please", "asap". */
  | 'urges'
  /** Turns a sentence around: "not", "never". */
  | 'negation'
  /** Makes a sentence no wish: conditions, hearsay, other times. */
  | 'unsure'
  /** What follows is why, and changes nothing of the rest: "because". */
  | 'reason'
  /** Begins a question, besides the question mark. */
  | 'asks'
  | 'who'
  | 'when'
  | 'enable'
  | 'disable'
  /** "enabled", which asks for something only beside "be", "get", "want" and their like. */
  | 'enabled'
  | 'disabled'
  /** Turns on or off with a word that stands apart: "turn ... on". */
  | 'turn'
  | 'on'
  | 'off'
  | 'begin'
  | 'end'
  | 'be'
  | 'create'
  | 'set'
  /** What a level, a name or a rank is to become: "should be". */
  | 'should'
  | 'edit'
  | 'rename'
  | 'delete'
  | 'show'
  | 'find'
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'take-back'
  | 'undo'
  | 'called'
  | 'named'
  | 'to'
  | 'for'
  | 'of'
  | 'in'
  | 'with'
  | 'and'
  | 'or'
  | 'all'
  | 'before'
  | 'after'
  | 'first'
  | 'last'
  | 'rank'
  /** The whole tenant. */
  | 'tenant'
  | 'it'
  /** A reason or purpose that is no device group: "for maintenance". */
  | 'purpose'
  | 'group'
  | 'groups'
  | 'ungrouped'
  | 'switch'
  | 'level-noun'
  | 'request'
  | 'change'
  | 'channel'
  | 'device'
  | 'tag'
  | 'tagged'
  | 'domain'
  | 'name-noun'
  | 'os-noun'
  | 'rule'
  /** Moves a group in rank. */
  | 'move'
  | 'description'
  | 'access'
  | 'equals'
  | 'starts-with'
  | 'ends-with'
  | 'contains'
  | 'approver'
  | 'may'
  | 'pending'
  | 'history'
  | 'outside'
  | 'status'
  | 'help'
  | 'belongs'
  /** A level that leaves open which one: "semi". */
  | 'some-level'
  /** Names a part of Defender that Airlock does not switch. */
  | 'foreign';

/** Phrases in lower case and without hyphens, parted by commas. */
type Phrases = string;

/** How the sentences of a language are built, where they are built otherwise than in English. */
export interface Grammar {
  /**
   * Words that point where a clause ends, behind what it is about, and only there: "schalte ... ein". Elsewhere they
   * are what the concepts say.
   */
  readonly particles: Readonly<Record<'on' | 'off', Phrases>>;
  /** Whether the verb may stand last: "eine Gruppe anlegen". */
  readonly hasFinalVerb: boolean;
  /** Words that are English ones, too, though no English phrase here has them: they tell nothing of the language. */
  readonly alsoEnglish: Phrases;
  /** Whether every noun has a capital letter, so that it tells no name. */
  readonly hasCapitalNouns: boolean;
}

/** How one language says each concept, and how people shorten the values. */
export interface Words {
  readonly grammar?: Grammar;
  readonly concepts: Readonly<Record<Concept, Phrases>>;
  /** Short forms of the levels, besides the official wordings. */
  readonly levels: Readonly<Record<RemediationLevel, Phrases>>;
  /** How people call the switches, besides their official names. */
  readonly features: Readonly<Record<FeatureName, Phrases>>;
  /** What a switch does when it is on, which asks for just that: "resolve alerts automatically". */
  readonly doing: Readonly<Record<FeatureName, Phrases>>;
}
