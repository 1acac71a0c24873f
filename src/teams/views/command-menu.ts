import { HELP_GROUPS } from './help-groups.ts';

/** One line of the menu that Teams offers beside the message box: the title is what it types for the person. */
export interface MenuCommand {
  readonly title: string;
  readonly description: string;
}

/** The menu as appPackage/manifest.json must hold it: twelve commands at most (facts/teams.md 2.5). */
export const COMMAND_MENU: readonly MenuCommand[] = [
  ...HELP_GROUPS.flatMap(({ lines }) => lines).flatMap(({ command, what, menu = command }) =>
    menu === null ? [] : [{ title: menu, description: menu === command ? what : `${command}: ${what}` }],
  ),
  { title: 'help', description: 'what you can write' },
];
