/** Progress of long work: one line that is written over at a terminal, and nothing where it would only fill a log. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\x1b[K`);
}

/** What is printed next stands on a line of its own. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
