import type { Command } from 'commander';
import { readProcessDatabaseFile, readProcessSecrets } from '../config.ts';
import { failureText } from '../log/describe-failure.ts';
import { redactKnown } from '../log/redact.ts';
import {
  compareStores,
  type Moved,
  type MoveOptions,
  type MoveStep,
  moveStore,
  previewMove,
} from '../store/move/migrate-store.ts';
import { MoveError } from '../store/move/move-error.ts';
import { chunkLimits } from '../store/move/move-tables.ts';
import { undoMove } from '../store/move/undo-move.ts';
import { whereIs } from '../store/move/where-is.ts';
import { momentWords } from '../text/moment-words.ts';
import {
  count,
  describeDifference,
  describePreview,
  describeRows,
  describeStep,
  type FirstStep,
} from './describe-move.ts';
import { readCount } from './read-count.ts';

type Options = {
  from?: string;
  to?: string;
  dryRun?: boolean;
  verifyOnly?: boolean;
  undo?: boolean;
  chunk: number;
  json?: boolean;
};

const more = `
Stop the server first; --dry-run may run beside it. The SQLite database is held while this runs. Interrupted, the same
command goes on where it stopped; until everything is there and was compared, no server starts on the PostgreSQL database,
and from then on none starts on the SQLite database, which keeps everything as it was. --undo lets one start on it again.
Leave the password out of --to and set PGPASSWORD, so that nobody sees it in the list of processes.`;

export function addMigrateStore(zo: Command): void {
  zo.command('migrate-store')
    .description('Move everything from an SQLite database into an empty PostgreSQL database, and compare both')
    .option('--to <url>', 'the PostgreSQL database: postgres://USER@HOST:5432/DATABASE')
    .option('--from <url>', 'the SQLite database: file:PATH (default: that of DATABASE_URL)')
    .option('--dry-run', 'say what would be moved, and change nothing')
    .option('--verify-only', 'compare both once more, and change nothing')
    .option('--undo', 'after a move, let the server start on the SQLite database again')
    .option('--chunk <rows>', 'rows in one transaction', readCount(100_000), chunkLimits.rows)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', more)
    .action((options: Options, command: Command) =>
      reportingMoveErrors(options.to, async () => {
        if ([options.dryRun, options.verifyOnly, options.undo].filter(Boolean).length > 1) {
          throw new MoveError('Say only one of --dry-run, --verify-only and --undo.');
        }
        if (options.undo) {
          undo(fileOf(options.from), options);
          return;
        }
        if (options.to === undefined) command.error("error: required option '--to <url>' not specified");
        const from = fileOf(options.from);
        const move: MoveOptions = {
          from,
          to: options.to,
          now: Date.now,
          limits: { rows: options.chunk },
          onProgress: showSteps(),
        };
        const to = whereIs(options.to);
        if (options.dryRun) await preview(move, to, options);
        else await moveOrCompare(move, to, options);
      }),
    );
}

async function preview(move: MoveOptions, to: string, { json }: Options): Promise<void> {
  const found = await previewMove(move);
  console.log(
    json ? JSON.stringify({ from: move.from, to, ...found }) : describePreview(found, move.from, to).join('\n'),
  );
}

function undo(from: string, { json }: Options): void {
  const { to, movedAt } = undoMove(from, Date.now());
  const lines = [
    `${from} is not marked as moved any more. It is as of ${momentWords(movedAt)}; what ${to} was given since is not in it.`,
    `Let no server run on ${to}, set DATABASE_URL to file:${from} and start the server. For its first five minutes nothing is`,
    'posted in Slack: what would have been may have been posted before, and is listed by `zo unconfirmed`.',
  ];
  console.log(json ? JSON.stringify({ from, to, movedAt }) : lines.join('\n'));
}

async function moveOrCompare(move: MoveOptions, to: string, { json, verifyOnly }: Options): Promise<void> {
  const began = performance.now();
  const moved = await (verifyOnly ? compareStores : moveStore)(move);
  const seconds = Math.round(performance.now() - began) / 1000;
  endStep();
  const lines = describeMoved(moved, { from: move.from, to, seconds, isComparison: verifyOnly === true });
  console.log(json ? JSON.stringify({ from: move.from, to, ...moved, seconds }) : lines.join('\n'));
  if (moved.differences.length > 0) process.exitCode = 1;
}

type About = { from: string; to: string; seconds: number; isComparison: boolean };

function describeMoved(moved: Moved, { from, to, seconds, isComparison }: About): string[] {
  const { tables, rows, before, differences, endedAt } = moved;
  const start = `Set DATABASE_URL to postgres://…@${to} and start the server. Keep ${from} as a backup of today; no server starts on it any more.`;
  if (endedAt !== null) return [`Everything was moved and compared already, ${momentWords(endedAt)}.`, start];
  if (differences.length === 0) {
    const same = 'both databases hold the same.';
    if (isComparison) return [`${describeRows(tables)} compared in ${count(seconds)} s: ${same}`];
    const perSecond = count(Math.round((rows - before) / seconds));
    const earlier = before === 0 ? '' : `, ${count(before)} of them by earlier runs`;
    return [
      `${describeRows(tables)} moved and compared${earlier}: ${same}`,
      `${count(seconds)} s, ${perSecond} rows/s.`,
      start,
    ];
  }
  const next = isComparison
    ? 'Where a server has run on either since they were compared, differences are to be expected; else go on with the SQLite database.'
    : `${to} stays unfinished, and no server starts on it. ${from} is as it was: go on with it. To move once more, drop the PostgreSQL database, make it anew, and run this again.`;
  return [`${from} and ${to} do not hold the same:`, ...differences.map(describeDifference), next];
}

/** Where a terminal shows it, one line that is written over; elsewhere a line now and then. */
function showSteps(): (step: MoveStep) => void {
  const lineEveryMs = 10_000;
  let first: FirstStep | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  return (step) => {
    const now = { ...step, at: performance.now() };
    if (first?.step !== step.step) first = now;
    if (process.stderr.isTTY) process.stderr.write(`\r${describeStep(now, first)}\x1b[K`);
    else if (now.at - toldAt >= lineEveryMs) {
      process.stderr.write(`${describeStep(now, first)}\n`);
      toldAt = now.at;
    }
  };
}

function endStep(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

function fileOf(from: string | undefined): string {
  const file =
    from === undefined ? readProcessDatabaseFile() : from.startsWith('file:') ? from.slice('file:'.length) : null;
  if (file) return file;
  throw new MoveError(
    from === undefined
      ? 'DATABASE_URL names no SQLite file: say which one with --from file:PATH.'
      : '--from must be file:PATH, such as file:./data/zo.db.',
  );
}

/** Prints an expected failure as one line, anything else as the bug it is, and fails. The password of --to is never shown. */
async function reportingMoveErrors(to: string | undefined, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    endStep();
    const redact = redactKnown([...readProcessSecrets(), ...(to === undefined ? [] : passwordsIn(to))]);
    console.error(redact(error instanceof MoveError ? error.message : failureText(error)));
    process.exitCode = 1;
  }
}

function passwordsIn(to: string): string[] {
  const url = URL.parse(to);
  if (url === null) return [to];
  const written = [url.password, url.searchParams.get('password') ?? ''];
  return [...written, new URLSearchParams(`password=${url.password.replaceAll('+', '%2B')}`).get('password') ?? ''];
}
