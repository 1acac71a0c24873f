import { sightOfOrder, sightOfPart } from '../../../changes/device-group/words/level-command.ts';
import { FEATURE_NAMES, type FeatureName, feature } from '../../../changes/features.ts';
import type { SupportedKindName } from '../../../changes/supported/supported-kinds.ts';
import { msg } from '../../../shared/language/worded.ts';
import { FORM_LINES, GROUP_LINES } from '../../language/groups/lines.ts';

export interface HelpLine {
  /** The command as typed, with examples for what varies. */
  readonly command: string;
  readonly what: string;
  /**
   * What Teams' own menu of commands types for it: the whole command when absent; null where the menu, which has little
   * room, leaves it out.
   */
  readonly menu?: string | null;
  /** Present where a button types it: it holds no made-up name or number. */
  readonly isButton?: true;
  /** Present where it shows at once; the others of its group are folded. */
  readonly isChief?: true;
  /** Present where it goes ahead at once, where the policy lets it. */
  readonly isEmergency?: true;
  /** Present where it decides something that a policy may leave to cards alone. */
  readonly needsTyping?: true;
}

export interface HelpGroup {
  readonly title: string;
  /** On the button that unfolds the rest. */
  readonly more: string;
  readonly lines: readonly HelpLine[];
}

const SWITCHED_ON: Readonly<Record<FeatureName, string>> = {
  'automated-investigation': msg`enable automated investigation`,
  'auto-resolve-alerts': msg`enable automatically resolve alerts`,
};

/** The commands that help lists; the parser accepts each of them, and what each is called in another language. */
export const HELP_GROUPS: readonly HelpGroup[] = [
  {
    title: msg`Automation of the whole tenant`,
    more: msg`More switches`,
    lines: FEATURE_NAMES.map((name): HelpLine => {
      const { inMenu, risk } = feature(name);
      const what = risk.off.banner === null ? msg`or disable` : msg`or disable, which lowers protection`;
      return {
        command: SWITCHED_ON[name],
        what,
        isButton: true,
        isChief: true,
        ...(!inMenu && { menu: null }),
      };
    }),
  },
  {
    title: msg`Device groups`,
    more: msg`More on groups`,
    lines: [
      { command: FORM_LINES.create, what: msg`a form`, isButton: true, isChief: true },
      { command: FORM_LINES.edit, what: msg`a form with its current values`, menu: 'edit device group', isChief: true },
      { command: FORM_LINES.ungrouped, what: msg`a form for their level and access`, menu: null, isButton: true },
      { command: GROUP_LINES.create, what: msg`all in one line`, menu: null },
      { command: GROUP_LINES.edit, what: msg`the same for an edit`, menu: null },
      { command: GROUP_LINES.rank, what: msg`or after, first, last, 3`, menu: null },
      { command: GROUP_LINES.rename, what: msg`only its name`, menu: null },
      { command: GROUP_LINES.delete, what: msg`its devices go to lower ranks`, menu: null },
      {
        command: msg`as one request: enable automated investigation; rename device group Lab to Test`,
        what: msg`several at once`,
        menu: null,
      },
    ],
  },
  {
    title: msg`View`,
    more: msg`More to view`,
    lines: [
      { command: msg`status`, what: msg`what is set in Defender now`, isButton: true, isChief: true },
      { command: msg`requests`, what: msg`what is open`, isButton: true, isChief: true },
      {
        command: msg`home`,
        what: msg`in your own chat: what waits for you, and your requests`,
        menu: null,
        isButton: true,
      },
      { command: msg`show 12`, what: msg`the card of request 12`, menu: null },
      { command: msg`devices 12`, what: msg`the devices that it would move`, menu: null },
      {
        command: msg`history by alice since monday`,
        what: msg`requests by person, group, state, words, time`,
        menu: null,
      },
      {
        command: msg`automated investigation is on`,
        what: msg`what you see in the portal, where Airlock cannot read it`,
        menu: null,
      },
      { command: msg`device group "Lab" is at full`, what: msg`the same for the level of a group`, menu: null },
      { command: sightOfPart('Lab', 'conditions'), what: msg`for its rules, and for "access"`, menu: null },
      { command: sightOfOrder(), what: msg`for the ranks, all of them`, menu: null },
      { command: msg`digest daily`, what: msg`or weekly, or off: what a channel is told`, menu: null },
      {
        command: msg`mute`,
        what: msg`or unmute: whether you are told of requests that wait`,
        menu: null,
        isButton: true,
      },
    ],
  },
  {
    title: msg`What Defender does`,
    more: msg`More on Defender`,
    lines: [
      { command: msg`pending`, what: msg`what waits there for a person`, isButton: true, isChief: true },
      { command: msg`actions`, what: msg`what was done on devices, and by whom`, isButton: true, isChief: true },
      {
        command: msg`false positive LAP-HR-0001`,
        what: msg`or an alert, or a hash: what to do about it`,
        menu: 'false positive',
        isChief: true,
      },
      { command: msg`false negative LAP-HR-0001`, what: msg`the same where Defender missed something`, menu: null },
      { command: msg`alerts on LAP-HR-0001`, what: msg`its open alerts, with their ids`, menu: null },
      { command: msg`is LAP-HR-0001 isolated?`, what: msg`or scanned, or who isolated it`, menu: null },
      { command: msg`actions on LAP-HR-0001`, what: msg`what was done on one device`, menu: null },
    ],
  },
  {
    title: msg`Decide`,
    more: msg`More on deciding`,
    lines: [
      {
        command: msg`approve 12 1be9 85ad`,
        what: msg`as an approver, with the digest on its card`,
        menu: 'approve',
        isChief: true,
        needsTyping: true,
      },
      {
        command: msg`reject 12 not tonight`,
        what: msg`as an approver, with the reason`,
        menu: 'reject',
        isChief: true,
      },
      {
        command: msg`approve 12 1be9 85ad because agreed`,
        what: msg`the same, and why`,
        menu: null,
        needsTyping: true,
      },
      { command: msg`stop 12 called off`, what: msg`as an approver, what is approved and not yet written`, menu: null },
      { command: msg`take back 12`, what: msg`your own approval, until the write begins`, menu: null },
      { command: msg`withdraw 12`, what: msg`your own request`, menu: null },
      { command: msg`discard 12`, what: msg`your own draft`, menu: null },
      {
        command: msg`applied 12 1be9 85ad`,
        what: msg`you have applied it by hand, where the card asks for that`,
        menu: null,
        needsTyping: true,
      },
      { command: msg`revert 12`, what: msg`ask to undo what was applied`, menu: null },
      { command: msg`ask again 12`, what: msg`the same once more, where it was not applied`, menu: null },
      { command: msg`outside changes`, what: msg`what was changed without a request`, menu: null, isButton: true },
      {
        command: msg`settle emergency 12`,
        what: msg`say with another admin that nothing is owed for one that was changed in the database`,
        menu: null,
      },
      { command: msg`adopt change 3`, what: msg`as an approver, what may stay`, menu: null },
      { command: msg`revert change 3`, what: msg`ask to undo it`, menu: null },
      {
        command: msg`use this channel for approvals`,
        what: msg`post every request there, too`,
        menu: null,
        isButton: true,
      },
      { command: msg`stop using this channel for approvals`, what: msg`post them there no more`, menu: null },
    ],
  },
];

/** What supported APIs write, by the kind that has to be switched on. */
export const SUPPORTED_LINES: readonly { readonly kind: SupportedKindName; readonly line: HelpLine }[] = [
  {
    kind: 'device-tags',
    line: {
      command: msg`tag LAP-HR-0001, LAP-HR-0002 with Lab`,
      what: msg`or every device whose name starts with LAP-HR`,
    },
  },
  { kind: 'device-tags', line: { command: msg`tags of LAP-HR-0001`, what: msg`and where each comes from` } },
  { kind: 'device-tags', line: { command: msg`untag LAP-HR-0001 from Lab`, what: msg`takes the tag away` } },
  {
    kind: 'indicators',
    line: {
      command: 'allow file 3f2a... on HR laptops for 7 days',
      what: msg`or a certificate, an IP, a domain, a URL`,
    },
  },
  {
    kind: 'indicators',
    line: { command: msg`block domain evil.example`, what: msg`also audit, warn, block and remediate` },
  },
  { kind: 'indicators', line: { command: msg`remove indicator evil.example`, what: msg`takes it away` } },
  {
    kind: 'indicators',
    line: { command: 'import indicators: block for 30 days', what: msg`and up to 500 lines below it` },
  },
  {
    kind: 'alerts',
    line: { command: 'classify alert da637..._-76 as false positive', what: msg`or resolve, or several at once` },
  },
  {
    kind: 'antivirus-scan',
    line: {
      command: msg`scan LAP-HR-0001, LAP-HR-0002`,
      what: msg`in full, or "quick scan"; "scan group Finance" for a group`,
    },
  },
  { kind: 'antivirus-scan', line: { command: msg`cancel scan 12`, what: msg`what has not ended of request 12` } },
  {
    kind: 'response-actions',
    line: { command: msg`isolate LAP-HR-0001`, what: msg`or "isolate LAP-HR-0001 selectively"` },
  },
  {
    kind: 'response-actions',
    line: {
      command: msg`emergency isolate LAP-HR-0001`,
      what: msg`at once, if you may approve; another admin approves or undoes it afterwards`,
      isEmergency: true,
    },
  },
  { kind: 'response-actions', line: { command: msg`release LAP-HR-0001`, what: msg`from isolation` } },
  { kind: 'response-actions', line: { command: msg`restrict LAP-HR-0001`, what: msg`to apps that Microsoft signed` } },
  { kind: 'response-actions', line: { command: msg`lift LAP-HR-0001`, what: msg`that restriction` } },
];
