import type { Setting, SettingsTable } from './setting.ts';

/** A table of settings as the README shows it, in Markdown. */
export function settingsRows(table: SettingsTable): string {
  const rows = Object.values(table).map(
    (setting) => `| \`${setting.variable}\` | ${setting.meaning} | ${defaultOf(setting)} |`,
  );
  return ['| variable | meaning | default |', '|---|---|---|', ...rows].join('\n');
}

function defaultOf({ shownDefault, fallback, optional }: Setting<unknown>): string {
  if (shownDefault !== undefined) return shownDefault;
  if (fallback !== undefined) return `\`${fallback}\``;
  return optional ? 'none' : '**required**';
}
