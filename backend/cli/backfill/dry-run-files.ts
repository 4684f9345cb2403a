/** `zo backfill --dry-run`: everything is read, nothing is loaded, and no server is needed. */
import { describeDryRun, describeRejections, noRejections, noteRejected } from './describe-backfill.ts';
import { dryRun } from './dry-run.ts';
import { eachFile, tellProblems } from './each-file.ts';
import { type BackfillOptions, inFile, labelOf, openExport } from './open-export.ts';
import { createProgress, progressLine } from './progress.ts';
import { rejectedFile } from './rejected-file.ts';

const beginning = { line: 0, byte: 0 };

export async function dryRunFiles(files: readonly string[], options: BackfillOptions): Promise<void> {
  const line = progressLine(process.stderr);
  const report = options.rejected === undefined ? null : rejectedFile(options.rejected);
  const rejections = noRejections();
  const results: object[] = [];
  const one = async (file: string) => {
    const label = labelOf(file);
    const { source, read } = await openExport(file, options);
    line.say(`${label}: ${read.words}`);
    await report?.resume(label, { reached: beginning, report: { from: 0, rejected: [] } });
    const progress = createProgress(source.name, source.bytes, line.isRedrawn);
    const run = await inFile(file, () =>
      dryRun(read.rows(beginning), Date.now(), {
        onRead({ line: lines }) {
          line.show(progress.words({ at: performance.now(), done: source.bytesRead(), lines }));
        },
        onRejected(some) {
          noteRejected(rejections, label, some);
          report?.write(label, some);
        },
      }),
    );
    line.end();
    if (!options.json) for (const words of describeDryRun(run)) console.log(words);
    results.push({ file, format: read.words, ...run, events: Object.fromEntries(run.events) });
  };
  const problems = await eachFile(files, line, one);
  if (options.json) console.log(JSON.stringify({ dryRun: true, files: results, problems }));
  else for (const words of describeRejections(rejections, options.rejected ?? null)) console.log(words);
  tellProblems(problems);
  if (options.strict && rejections.reasons.size > 0) process.exitCode = 1;
}
