import { tellingLines } from '../../../requests/messages/telling-words.ts';
import type { Announced } from '../../../requests/record/announcement.ts';
import type { Request } from '../../../requests/record/request.ts';
import { type Detail, detail, LENGTHS, moment, sanitise } from '../parts/shown-text.ts';

/** Who can decide on a pending request: who was told and when, who could not be, and whose approval cannot count. */
export function tellingDetails(
  { state }: Pick<Request, 'state'>,
  { announced = null }: { readonly announced?: Announced | null },
): readonly Detail[] {
  if (state !== 'pending' || announced === null) return [];
  return tellingLines(announced).map(({ label, names, at }) => {
    const texts = [sanitise(names.join('; '), LENGTHS.message)];
    return detail(label, { texts, whens: at === null ? [] : [moment(at)] });
  });
}
