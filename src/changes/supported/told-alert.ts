import { z } from 'zod';
import { t } from '../../shared/language/worded.ts';
import type { SupportedKindName } from './supported-kinds.ts';

/** An alert that a change is about, in whose comments stands what became of it. `isOff`: that kind is switched off. */
export const TOLD_ALERT = z
  .strictObject({ id: z.string().min(1).max(60), isOff: z.literal(true).exactOptional() })
  .readonly();

type ToldAlert = z.infer<typeof TOLD_ALERT>;

interface Telling {
  readonly alert?: ToldAlert | undefined;
}

/** As the buttons of a false positive or negative begin their reason. */
const BECAUSE = /^alert ([a-z]{0,4}\d{6,24}_-?\d{1,20}) is a false (?:positive|negative)(?![\p{L}\p{N}])/iu;

/** The part of a change that names its alert, by the reason that it is asked for with; none where that names none. */
export function tellingAlert(reason: string, kinds: readonly SupportedKindName[]): { readonly alert?: ToldAlert } {
  const id = BECAUSE.exec(reason.trim())?.[1];
  if (id === undefined) return {};
  return { alert: { id, ...(!kinds.includes('alerts') && { isOff: true }) } };
}

/** The id of the alert into whose comments it is written what became of a change; null for none. */
export function commentedAlert(change: { readonly kind: string }): string | null {
  const { alert } = change as Telling;
  return !alert || alert.isOff ? null : alert.id;
}

/** The same on the card, before anybody approves it. */
export function toldAlertWords({ alert }: Telling): readonly string[] {
  if (!alert) return [];
  return [
    alert.isOff
      ? t`What becomes of it is not written into the comments of alert ${alert.id}: changes of alerts are switched off (CHANGE_KINDS).`
      : t`Once applied, what became of it is written into the comments of alert ${alert.id}, once.`,
  ];
}
