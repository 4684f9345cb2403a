/** How far a backfill is, for a terminal or for a log. */

/** `done` and `total` in bytes of the files as they lie there; `total` null: nobody knows. `at`: of any clock, in milliseconds. */
export type ProgressPoint = { at: number; done: number; lines: number };

const barWidth = 24;
/** The rate is that of the last so many milliseconds. */
const rateMs = 10_000;

export type Progress = {
  /** "events.ndjson  [████████░░░░]  42 %  12,345 lines  1,200 lines/s  about 3 min left"; the bar only where it is drawn anew. */
  words(now: ProgressPoint): string;
};

export function createProgress(name: string, total: number | null, hasBar: boolean): Progress {
  const points: ProgressPoint[] = [];
  return {
    words(now) {
      points.push(now);
      while (points.length > 2 && now.at - points[1]!.at > rateMs) points.shift();
      const first = points[0]!;
      const ms = now.at - first.at;
      const rate = ms > 0 ? (now.lines - first.lines) / (ms / 1000) : null;
      const bytesPerMs = ms > 0 ? (now.done - first.done) / ms : 0;
      const left = total !== null && total > now.done && bytesPerMs > 0 ? (total - now.done) / bytesPerMs : null;
      const share = total === null ? null : total === 0 ? 1 : Math.min(1, now.done / total);
      return [
        name,
        share !== null && hasBar ? bar(share) : null,
        share === null ? null : `${Math.floor(share * 100)} %`,
        `${now.lines.toLocaleString('en-US')} ${now.lines === 1 ? 'line' : 'lines'}`,
        rate === null ? null : `${Math.round(rate).toLocaleString('en-US')} lines/s`,
        left === null ? null : `${timeWords(left)} left`,
      ]
        .filter((part) => part !== null)
        .join('  ');
    },
  };
}

function bar(share: number): string {
  const full = Math.floor(share * barWidth);
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}]`;
}

/** "about 40 s", "about 3 min", "about 2 h 5 min". */
export function timeWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return `about ${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `about ${minutes} min` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export type ProgressLine = {
  /** What is shown is drawn anew in its place, as at a terminal. */
  isRedrawn: boolean;
  /** Shows the words now, or with the next that are due. */
  show(words: string): void;
  /** A line that stays, above what is shown. */
  say(line: string): void;
  /** Leaves the newest words. */
  end(): void;
};

/** At a terminal one line that changes; anywhere else a line every ten seconds. */
export function progressLine(
  out: Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number },
  now: () => number = () => performance.now(),
): ProgressLine {
  const everyMs = out.isTTY ? 100 : 10_000;
  let shownAt = Number.NEGATIVE_INFINITY;
  let last = '';
  let newest = '';
  const print = (words: string) => {
    clear();
    last = words;
    out.write(out.isTTY ? words.slice(0, Math.max(20, (out.columns ?? 120) - 1)) : `${words}\n`);
  };
  const clear = () => {
    if (out.isTTY && last !== '') out.write('\r\u001b[2K');
  };
  return {
    isRedrawn: out.isTTY === true,
    show(words) {
      newest = words;
      if (now() - shownAt < everyMs) return;
      shownAt = now();
      print(words);
    },
    say(line) {
      clear();
      last = '';
      newest = '';
      out.write(`${line}\n`);
      shownAt = Number.NEGATIVE_INFINITY;
    },
    end() {
      if (newest !== '' && newest !== last) print(newest);
      if (out.isTTY && last !== '') out.write('\n');
      last = '';
      newest = '';
    },
  };
}
