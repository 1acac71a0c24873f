export interface HelpLine {
  /** As it can be written, with examples for what varies. */
  readonly command: string;
  readonly what: string;
}

export interface HelpGroup {
  readonly title: string;
  readonly lines: readonly HelpLine[];
}

/** The commands that help names; each is one that the parser takes. */
export const HELP_GROUPS: readonly HelpGroup[] = [
  {
    title: 'Ask for a change',
    lines: [
      { command: 'enable automated investigation', what: 'on, for the whole tenant' },
      { command: 'disable automated investigation', what: 'off: this lowers protection' },
      { command: 'enable automatically resolve alerts', what: 'close clean and remediated alerts' },
      { command: 'disable automatically resolve alerts', what: 'leave them open' },
      { command: 'use this channel for approvals', what: 'post every request there, too' },
    ],
  },
  {
    title: 'Look',
    lines: [
      { command: 'status', what: 'what is set in Defender now' },
      { command: 'requests', what: 'what is open' },
      { command: 'show 12', what: 'the card of request 12' },
    ],
  },
  {
    title: 'Decide',
    lines: [
      { command: 'approve 12 1be9 85ad', what: 'as an approver, with the digest on its card' },
      { command: 'reject 12 not tonight', what: 'as an approver, with the reason' },
      { command: 'withdraw 12', what: 'your own request' },
      { command: 'applied 12', what: 'you have applied it by hand, where the card asks for that' },
    ],
  },
];
