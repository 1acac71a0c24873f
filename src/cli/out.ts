/** Where a command writes: standard output, or a test's buffer. */
export interface Out {
  write(text: string): unknown;
}
