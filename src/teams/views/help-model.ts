import { HELP_GROUPS } from './help-groups.ts';
import type { CardTone } from './request-model.ts';
import { type ShownText, shown } from './shown-text.ts';

const RULE = 'Airlock changes Defender only after a second admin has approved exactly that change.';

/** What cards/help.json binds. */
export interface HelpModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly text: ShownText;
  readonly groups: readonly {
    readonly title: string;
    readonly lines: readonly { readonly command: ShownText; readonly what: ShownText }[];
  }[];
}

/** Every command in one line. `mention`: in a channel or group chat the bot hears only what mentions it. */
export function helpModel(data: { readonly mention: boolean }): HelpModel {
  return {
    fallback: 'What you can write to Airlock.',
    tone: 'accent',
    headline: shown('● What you can write'),
    asides: [],
    text: shown(data.mention ? `${RULE} Here, begin with @Airlock.` : RULE),
    groups: HELP_GROUPS.map((group) => ({
      title: group.title,
      lines: group.lines.map(({ command, what }) => ({ command: shown(command), what: shown(what) })),
    })),
  };
}
