const VARIABLE = /\$\{\{\s*(\w+)\s*\}\}/g;

/** Puts values in the place of `${{NAME}}` in every text of a JSON value; what has no value stays, and is named. */
export function fillVariables(
  node: unknown,
  values: Readonly<Record<string, string>>,
): { readonly filled: unknown; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const fill = (at: unknown): unknown => {
    if (typeof at === 'string') {
      return at.replace(VARIABLE, (whole, name: string) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        if (value === undefined) missing.add(name);
        return value ?? whole;
      });
    }
    if (Array.isArray(at)) return at.map(fill);
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, value]) => [key, fill(value)]));
  };
  return { filled: fill(node), missing: [...missing] };
}
