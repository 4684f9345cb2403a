/** File after file: one that cannot be read keeps none of the others from being. */
import { FileError } from './open-export.ts';
import type { ProgressLine } from './progress.ts';

/** What was wrong with those that could not be read, or not to their end. */
export async function eachFile(
  files: readonly string[],
  line: ProgressLine,
  work: (file: string) => Promise<void>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const file of files) {
    try {
      await work(file);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      line.end();
      problems.push(error.message);
    }
  }
  return problems;
}

/** Whatever else came of it, a file that was not read is an error. */
export function tellProblems(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
