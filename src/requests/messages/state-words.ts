import type { Form } from '../record/form.ts';
import type { Request } from '../record/request.ts';
import { statusOf } from './state-catalogue/status-of.ts';

/** One sentence on the status of a request, for somebody whose action came too late. */
export function stateSentence(request: Request): string {
  return statusOf(request).sentence;
}

/** One sentence on the status of a form, for somebody whose action came too late. */
export function formSentence(form: Form): string {
  switch (form.state) {
    case 'open':
      return 'This form is open.';
    case 'checking':
      return 'This form is being checked.';
    case 'drafted':
      return 'This form has become a draft. Select Edit on the draft to change it.';
    case 'closed':
      return 'This form is closed. Write the command again to start a new one.';
  }
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A length of time for people, rounded: minutes below two hours, hours below two days, else days. */
export function inWords(ms: number): string {
  if (ms < 2 * HOUR) return counted(Math.max(1, Math.round(ms / MINUTE)), 'minute');
  if (ms < 48 * HOUR) return counted(Math.round(ms / HOUR), 'hour');
  return counted(Math.round(ms / (24 * HOUR)), 'day');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
