import type { OutsideEntry, OutsideListData, WatchState } from '../../../requests/messages/answers.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type CardTone, type Detail, detail, LENGTHS, moment, type ShownText, sanitise } from '../parts/shown-text.ts';

/** Rows on a page. */
const MOST_LINES = 5;

interface EntryModel {
  readonly outsideId: string;
  readonly what: ShownText;
  readonly who: ShownText;
  readonly when: string;
  readonly open: string;
}

/** What cards/outside-list.json binds. */
export interface OutsideListModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly page: number;
  readonly lines: readonly EntryModel[];
  readonly text: ShownText;
  readonly details: readonly Detail[];
  readonly turns: readonly { readonly title: string; readonly to: number }[];
}

/** What is open of the changes outside Airlock, and how far it has looked for them. */
export function outsideListModel(data: OutsideListData): OutsideListModel {
  const { total, page, pages, watch } = data;
  return {
    fallback: t`Changes outside Airlock that are open: ${total}.`,
    tone: total > 0 ? 'warning' : 'emphasis',
    headline: sanitise(`${total > 0 ? '!' : '●'} ${t`Changed outside Airlock`}`),
    asides: [sanitise(t`${total} open`)],
    page,
    lines: data.lines.slice(0, MOST_LINES).map(entryModel),
    text: sanitise(textOf(data)),
    details: watchDetails(watch),
    turns: [
      ...(page > 1 ? [{ title: t`Previous`, to: page - 1 }] : []),
      ...(page < pages ? [{ title: t`Next`, to: page + 1 }] : []),
    ],
  };
}

function entryModel({ id, number, line, others }: OutsideEntry): EntryModel {
  const { what, who, at, source, readAt } = line;
  const by = source === 'reading' ? t`read in Defender` : t`Microsoft's audit log`;
  const more = others > 0 ? ` · ${t`and ${others} more`}` : '';
  return {
    outsideId: id,
    what: sanitise(`${number}. ${what}`, LENGTHS.message),
    who: sanitise(`${who ?? t`Who is not known`} · ${by}${more}`, LENGTHS.title),
    when: at === null ? t`Found ${moment(readAt)}` : moment(at),
    open: t`Open change ${number}`,
  };
}

/** Never that nothing was changed: nobody may have told. */
function textOf({ total, page, pages, watch }: OutsideListData): string {
  if (total > 0) return pages > 1 ? t`The newest first. Page ${page} of ${pages}. ${say(ADOPT)}` : say(ADOPT);
  if (watch.began === null) return t`Airlock has not looked yet, so it knows of none.`;
  return t`Airlock knows of none that is open. That is not "nothing was changed": what no log and no reading shows, it cannot know.`;
}

const ADOPT = msg`Open one to adopt it, or to ask to revert it.`;

/** What is watched, and until when it was looked at. */
function watchDetails({ began, logRead, logWhy, logLeftOut, tenantRead, isWhole }: WatchState): readonly Detail[] {
  const log = [
    ...(logWhy === null ? [] : [sanitise(t`Not read at the last look: ${logWhy}`, LENGTHS.message)]),
    ...(logLeftOut === 0
      ? []
      : [sanitise(t`${logLeftOut} of what it holds could not be read, and may be such changes.`)]),
  ];
  const tenant = isWhole
    ? t`Switches, device groups and how many devices they have`
    : t`Names of device groups, and how many devices they have`;
  return [
    detail(t`Audit log`, {
      texts: [sanitise(t`Switches, by Microsoft's audit log`), ...log],
      whens: logRead === null ? [t`Not read yet`] : [t`Read until ${moment(logRead)}`],
    }),
    detail(t`Defender`, {
      texts: [sanitise(tenant)],
      whens: tenantRead === null ? [t`Not read yet`] : [t`Read ${moment(tenantRead)}`],
    }),
    ...(began === null ? [] : [detail(t`Since`, { whens: [moment(began)] })]),
  ];
}
