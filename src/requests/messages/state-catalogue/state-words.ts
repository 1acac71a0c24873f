import { t } from '../../../shared/language/worded.ts';
import type { Namesakes } from '../../record/actor-names.ts';
import type { Form } from '../../record/form.ts';
import type { Request } from '../../record/request.ts';
import { statusOf } from './status-of.ts';

/**
 * One sentence on the status of a request, for somebody whose action came too late.
 * @param request among others, from whom those whom the sentence names are told apart
 */
export function stateSentence(request: Request & { readonly namesakes: Namesakes }): string {
  return statusOf(request).sentence;
}

/** One sentence on the status of a form, for somebody whose action came too late. */
export function formSentence(form: Form): string {
  switch (form.state) {
    case 'open':
      return t`This form is open.`;
    case 'checking':
      return t`This form is being checked.`;
    case 'drafted':
      return t`This form has become a draft. Select Edit on the draft to change it.`;
    case 'closed':
      return t`This form is closed. Write the command again to start a new one.`;
  }
}
