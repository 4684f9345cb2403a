/** What docs/metrics.md shows of the program: each figure of ours with its kind, labels and meaning. */
import { metricTable, secondsBuckets } from '../../backend/metrics/metric-table.ts';
import { code, table } from './markdown.ts';

export function metricsTable(): string {
  const rows = Object.entries(metricTable).map(([name, { kind, labels, help }]) => [
    code(name),
    kind,
    labels.map(code).join(', '),
    help,
  ]);
  return `${table(['figure', 'kind', 'labels', 'meaning'], rows)}

The histograms count up to ${secondsBuckets.join(', ')} seconds.`;
}
