/**
 * What the tests use of the `adaptivecards` library. Its own declarations refer to its sources, which do not compile
 * under our settings.
 */
export interface CardsLibrary {
  readonly AdaptiveCard: (new () => DrawableCard) & {
    onProcessMarkdown: ((text: string, result: { outputHtml?: string; didProcess: boolean }) => void) | null;
  };
  readonly Column: new () => Typed;
  readonly TextRun: new () => Typed;
  readonly SerializationContext: new (version: object) => CardsContext;
  readonly Versions: { readonly v1_5: object };
}

interface Typed {
  getSchema(): { getCount(): number; getItemAt(index: number): { readonly name: string } };
}

interface DrawableCard extends Typed {
  parse(json: object, context: CardsContext): void;
  validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  render(): HTMLElement | undefined;
}

interface Registry {
  createInstance(type: string, version: object): Typed | undefined;
}

export interface CardsContext {
  readonly eventCount: number;
  getEventAt(index: number): { readonly message: string };
  readonly elementRegistry: Registry;
  readonly actionRegistry: Registry;
}
