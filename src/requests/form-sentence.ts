import type { Form } from './form.ts';

/** One sentence that says where a form stands, for somebody whose press came too late. */
export function formSentence(form: Form): string {
  switch (form.state) {
    case 'open':
      return 'This form is open.';
    case 'checking':
      return 'This form is being checked.';
    case 'drafted':
      return 'This form has become a draft. Press Edit on the draft to change it.';
    case 'closed':
      return 'This form is closed. Write the command again to start a new one.';
  }
}
