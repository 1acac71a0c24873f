import { shown } from '../shown.ts';

/** Markup that is safe to write as it is. Only `html` makes one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | readonly Part[];

/** Makes markup from a template; every value that is no markup itself is shown as text, whatever it holds. */
export function html(pieces: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(
    pieces.map((piece, index) => (index === 0 ? piece : `${markup(values[index - 1] ?? null)}${piece}`)).join(''),
  );
}

function markup(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return shown(text).replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? sign);
}
