import type { Request } from '../../../requests/record/request.ts';
import { MOST_WORDS, searchTerms, titleTerms, WORD } from '../../../requests/record/search-terms.ts';
import { KEEP_AND_COMPARE, nameOf, type RecordFault } from '../record-fault.ts';
import type { RecordSource, RequestRow, TermRow } from '../record-source.ts';
import type { Story } from '../story.ts';

/** How many requests are compared at once. */
const AT_ONCE = 200;

interface Compared {
  readonly row: RequestRow;
  readonly request: Request;
  readonly isSigned: boolean;
}

/** Compares what requests are found by with their rows, some requests at a time. */
export class CheckedTerms {
  readonly #source: Pick<RecordSource, 'terms'>;
  #waiting: Compared[] = [];

  constructor(source: Pick<RecordSource, 'terms'>) {
    this.#source = source;
  }

  /** @param request as its row says, where that one is as its entries tell */
  async add(row: RequestRow, request: Request, story: Story | undefined): Promise<readonly RecordFault[]> {
    this.#waiting.push({ row, request, isSigned: story?.last.isSigned ?? false });
    return this.#waiting.length < AT_ONCE ? [] : this.rest();
  }

  async rest(): Promise<readonly RecordFault[]> {
    const compared = this.#waiting;
    this.#waiting = [];
    const stored = await this.#source.terms(compared.map(({ row }) => row.number));
    if (stored === null) return [];
    const byRequest = new Map<string, TermRow[]>();
    for (const term of stored) {
      const of = keyOf(term);
      const own = byRequest.get(of) ?? [];
      own.push(term);
      byRequest.set(of, own);
    }
    return compared.flatMap((one) => {
      const what = termsFault(one, byRequest.get(keyOf(one.row)) ?? []);
      const request = nameOf({ id: one.row.id, number: one.row.number });
      return what === null ? [] : [{ where: 'what it is found by', request, what, mend: KEEP_AND_COMPARE }];
    });
  }
}

function keyOf({ tenant, number }: Pick<TermRow, 'tenant' | 'number'>): string {
  return `${tenant}/${number}`;
}

/** Those of a release that kept no terms, and did not sign, get them when the store is opened. */
function termsFault({ row, request, isSigned }: Compared, stored: readonly TermRow[]): string | null {
  if (row.has_terms !== 1)
    return isSigned ? `its column has_terms says ${row.has_terms}, and each step since says 1` : null;
  const expected = new Map(searchTerms(request).map(({ term, at }) => [term, at]));
  const found = new Map(stored.map(({ term, at }) => [term, Number(at)]));
  const mayDiffer = titleWords(request, expected);
  const gone = [...expected.keys()].filter((term) => !found.has(term) && !mayDiffer(term));
  const strange = [...found.keys()].filter((term) => !expected.has(term) && !term.startsWith(WORD));
  const moved = [...found].filter(([term, at]) => expected.has(term) && expected.get(term) !== at);
  const [first] = [...gone.map((term) => `"${term}" is gone`), ...strange.map((term) => `"${term}" is not of it`)];
  if (first !== undefined) return `it is not what its row tells: ${first}`;
  return moved[0] ? `it is not what its row tells: "${moved[0][0]}" has another time` : null;
}

/**
 * Another version may word a title otherwise, so its words prove nothing; where there are too many words to keep, that
 * decides which of the others are kept.
 */
function titleWords(request: Request, expected: ReadonlyMap<string, number>): (term: string) => boolean {
  const isFull = [...expected.keys()].filter((term) => term.startsWith(WORD)).length >= MOST_WORDS;
  const title = new Set(titleTerms(request));
  return (term) => term.startsWith(WORD) && (isFull || title.has(term));
}
