const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** Formats a moment briefly: the time if it is today, otherwise day and time. */
export function shortTime(iso) {
  const at = new Date(iso);
  return (at.toDateString() === new Date().toDateString() ? TIME : DAY).format(at);
}

export function fullTime(iso) {
  return FULL.format(new Date(iso));
}
