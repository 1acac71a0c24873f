/** One part of a change, and what the supported APIs tell of it. */
export type Finding =
  | { readonly kind: 'verified' | 'unreadable'; readonly what: string }
  | { readonly kind: 'contradicted'; readonly what: string; readonly found: string };
