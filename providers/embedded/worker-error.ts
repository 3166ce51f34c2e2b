/** An error as a worker thread hands it over: its kind, its text and where it was thrown, and nothing else that may hang on it. */
export function portable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('Something that is no error was thrown.');
  const copy = new Error(error.message);
  // Of the names that the platform knows, the thread that receives it makes the kind.
  copy.name = error.name;
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

/** For the status of an engine that does not load: what Node adds about where it looked is for the log. */
export const problemOf = (error: Error | null): string | null =>
  error === null ? null : (error.message.split('\n', 1)[0] ?? '').slice(0, 300);
