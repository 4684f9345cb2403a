import type { IngestFigures } from './ingest-door.ts';

/** One line of `/metrics`. Names of counters end in `_total`. */
export type Figure = {
  name: string;
  kind: 'counter' | 'gauge';
  help: string;
  value: number;
  labels?: Record<string, string>;
};

/** The Prometheus text format, version 0.0.4: figures of one name stand together under one help line. */
export function renderFigures(figures: Figure[]): string {
  const lines: string[] = [];
  for (const [name, same] of Map.groupBy(figures, (figure) => figure.name)) {
    lines.push(`# HELP ${name} ${escapeText(same[0]!.help)}`, `# TYPE ${name} ${same[0]!.kind}`);
    for (const { labels, value } of same) lines.push(`${name}${renderLabels(labels)} ${value}`);
  }
  return `${lines.join('\n')}\n`;
}

function renderLabels(labels: Record<string, string> | undefined): string {
  const pairs = Object.entries(labels ?? {});
  if (pairs.length === 0) return '';
  return `{${pairs.map(([name, value]) => `${name}="${escapeText(value).replaceAll('"', '\\"')}"`).join(',')}}`;
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

export function ingestFigures(figures: IngestFigures): Figure[] {
  const events = 'zo_events_total';
  const help = 'Events by what became of them';
  return [
    { name: events, kind: 'counter', help, value: figures.accepted, labels: { outcome: 'accepted' } },
    { name: events, kind: 'counter', help, value: figures.duplicates, labels: { outcome: 'duplicate' } },
    { name: events, kind: 'counter', help, value: figures.rejected, labels: { outcome: 'rejected' } },
    {
      name: 'zo_refused_requests_total',
      kind: 'counter',
      help: 'Ingest requests answered 401, 429 or 503',
      value: figures.refusedRequests,
    },
    { name: 'zo_waiting_events', kind: 'gauge', help: 'Events waiting for a commit', value: figures.waitingEvents },
    { name: 'zo_commit_groups_total', kind: 'counter', help: 'Groups committed', value: figures.groups },
    { name: 'zo_failed_commit_groups_total', kind: 'counter', help: 'Groups that failed', value: figures.failedGroups },
  ];
}

export function processFigures(): Figure[] {
  return [
    {
      name: 'process_resident_memory_bytes',
      kind: 'gauge',
      help: 'Resident memory size in bytes',
      value: process.memoryUsage.rss(),
    },
    {
      name: 'process_uptime_seconds',
      kind: 'gauge',
      help: 'Seconds since the start',
      value: Math.round(process.uptime()),
    },
  ];
}
