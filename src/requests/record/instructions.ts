/** One thing to do by hand. */
export interface Step {
  /** In the imperative, with the portal's own words. */
  readonly title: string;
  /** What is to be set, exactly: a field of the portal and its values, none where it is to be empty. */
  readonly fields: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** How a person applies a change in the Defender portal. */
export interface Steps {
  /** The page on which they begin, https. */
  readonly link: string;
  readonly steps: readonly Step[];
}
