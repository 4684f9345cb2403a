/** `zo backfill`: file after file, each from where the server says it stands. */
import type { Backfill, HistoryFigures } from '../../store/backfill-store.ts';
import { type AdminClient, adminClient } from '../admin-client.ts';
import { awaitDecisions } from './await-decisions.ts';
import {
  describeBegun,
  describeCounts,
  describeOthers,
  describeReady,
  describeRejections,
  noRejections,
  noteRejected,
  type Rejections,
} from './describe-backfill.ts';
import { eachFile, tellProblems } from './each-file.ts';
import { beginFile, loadFile } from './load-file.ts';
import { type BackfillOptions, inFile, labelOf, openExport, orderOf } from './open-export.ts';
import { createProgress, type ProgressLine, progressLine } from './progress.ts';
import { type RejectedFile, rejectedFile } from './rejected-file.ts';

type Run = {
  client: AdminClient;
  portalId: number;
  options: BackfillOptions;
  line: ProgressLine;
  report: RejectedFile | null;
  rejections: Rejections;
  signal: AbortSignal;
};

type Loaded = { file: string; format: string; resumedBehindLine: number; wasLoaded: boolean; backfill: Backfill };

export function askList(
  client: Pick<AdminClient, 'call'>,
  portalId: number,
): Promise<{ backfills: Backfill[]; history: HistoryFigures }> {
  return client.call('GET', `/portals/${portalId}/backfills`);
}

export async function loadFiles(files: readonly string[], options: BackfillOptions): Promise<void> {
  const client = adminClient();
  const portalId = await client.portalId(options.portal);
  const line = progressLine(process.stderr);
  const report = options.rejected === undefined ? null : rejectedFile(options.rejected);
  const stopping = new AbortController();
  const run: Run = { client, portalId, options, line, report, rejections: noRejections(), signal: stopping.signal };
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  try {
    const before = (await askList(client, portalId)).history;
    const loaded: Loaded[] = [];
    const problems = await eachFile(files, line, async (file) => {
      if (!run.signal.aborted) loaded.push(await loadOne(run, file));
    });
    const mayWait = options.wait && loaded.length > 0 && !run.signal.aborted;
    const history = mayWait ? await awaitDecisions(() => askList(client, portalId), line, run.signal) : null;
    line.end();
    tell(run, { loaded, problems }, { before, history });
  } finally {
    process.off('SIGINT', stop);
  }
}

async function loadOne(run: Run, file: string): Promise<Loaded> {
  const { client, portalId, options, line, report, rejections, signal } = run;
  const opened = await openExport(file, options);
  const { source, read } = opened;
  const label = labelOf(file);
  line.say(`${label}: ${read.words}`);
  const order = orderOf(opened, options);
  const { restart = false, before = null, new: isNew = false } = options;
  const { backfill, others } = await beginFile({ client, portalId, order }, { restart, before, isNew });
  for (const words of [describeBegun(backfill, client.timeZone()), describeOthers(others)])
    if (words !== null) line.say(words);
  const known = { file, format: read.words, resumedBehindLine: backfill.reached.line };
  if (backfill.endedAt !== null) return { ...known, wasLoaded: true, backfill };

  await report?.resume(label, backfill);
  const progress = createProgress(source.name, source.bytes, line.isRedrawn);
  const load = {
    client,
    portalId,
    order,
    isOfBrowser: options.browser ?? false,
    rows: read.rows,
    onLoaded({ reached, rejected }: Parameters<Parameters<typeof loadFile>[0]['onLoaded']>[0]) {
      noteRejected(rejections, label, rejected);
      report?.write(label, rejected);
      line.show(progress.words({ at: performance.now(), done: source.bytesRead(), lines: reached.line }));
    },
    onWaiting: (words: string) => line.show(`${source.name}: waiting. ${words}`),
    signal,
  };
  const now = await inFile(file, () => loadFile(load, backfill));
  line.end();
  return { ...known, wasLoaded: false, backfill: now };
}

function tell(
  { options, rejections, signal }: Run,
  { loaded, problems }: { loaded: readonly Loaded[]; problems: readonly string[] },
  { before, history }: { before: HistoryFigures; history: HistoryFigures | null },
): void {
  const rejected = loaded.reduce((sum, { backfill }) => sum + backfill.counts.rejected, 0);
  const readyByHistory = history && Math.max(0, history.ready - before.ready);
  if (options.json) {
    console.log(
      JSON.stringify({
        files: loaded,
        problems,
        readyByHistory,
        toDecide: history?.toDecide ?? null,
        stopped: signal.aborted,
      }),
    );
  } else {
    for (const { file, wasLoaded, backfill } of loaded) {
      if (!wasLoaded) console.log(`${labelOf(file)}: ${describeCounts(backfill.counts)}.`);
    }
    for (const words of describeRejections(rejections, options.rejected ?? null)) console.log(words);
    if (readyByHistory !== null) console.log(describeReady(readyByHistory, history?.toDecide ?? 0));
  }
  tellProblems(problems);
  if (signal.aborted) {
    console.error('Stopped. The same command goes on from there.');
    process.exitCode = 130;
  } else if (options.strict && rejected + rejections.reasons.size > 0) process.exitCode = 1;
}
