/** A wait that ends by itself, or by `end`. */
export interface Patience {
  readonly over: Promise<void>;
  end(): void;
}

/** A wait of so many milliseconds. Node's timers go by a clock that never jumps. */
export function waiting(longest: number): Patience {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longest);
  });
  return { over, end: () => clearTimeout(timer) };
}

/**
 * Waits for work as long as patience lasts; the work goes on after that.
 * @returns whether it was done within that time
 * @throws what the work throws within that time
 */
export async function within(patience: () => Patience, work: Promise<unknown>): Promise<boolean> {
  const { over, end } = patience();
  try {
    return await Promise.race([work.then(() => true), over.then(() => false)]);
  } finally {
    end();
  }
}
