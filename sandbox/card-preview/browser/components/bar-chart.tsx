import type { BarChartProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';
import { useWidth } from '../use-width.ts';
import { chartColours, roundUp } from './chart-scale.ts';

const height = 190;
const plot = { left: 44, right: 18, top: 10, bottom: 52 };

/** A column for each row, with both axes named; as wide as its place, always equally tall. */
export const BarChart = standIn<BarChartProps>('BarChart', ({ data, axes, options = {}, testId }) => {
  const [place, width] = useWidth(286);
  const rows = Array.isArray(data) ? data : data.data;
  const values = rows.map((row) => Number(row[axes.y.field] ?? 0));
  const most = roundUp(Math.max(1, ...values));
  const plotWidth = width - plot.left - plot.right;
  const plotHeight = height - plot.top - plot.bottom;
  const step = plotWidth / Math.max(rows.length, 1);
  const fill = chartColours[options.colorList?.[0] ?? options.colors?.[0] ?? 'aqua'] ?? '#4fb9c9';
  const yOf = (value: number) => plot.top + plotHeight * (1 - value / most);
  const every = Math.ceil(rows.length / 5);
  const nameOf = (row: (typeof rows)[number]) => String(row[axes.x.field] ?? '');
  const spoken = rows.map((row, index) => `${nameOf(row)}: ${values[index]}`).join(', ');
  return (
    <div ref={place} className="bar-chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${options.title ?? axes.y.label ?? axes.y.field}. ${spoken || 'No data'}`}
        data-test-id={testId}
      >
        {[0, most / 2, most].map((value) => (
          <g key={value}>
            <line x1={plot.left} x2={width - plot.right} y1={yOf(value)} y2={yOf(value)} className="grid" />
            <text x={plot.left - 6} y={yOf(value) + 4} textAnchor="end">
              {rows.length === 0 ? '' : value}
            </text>
          </g>
        ))}
        {rows.map((row, index) => (
          <g key={nameOf(row)}>
            <rect
              x={plot.left + step * (index + 0.18)}
              width={step * 0.64}
              y={yOf(values[index] ?? 0)}
              height={plotHeight * ((values[index] ?? 0) / most)}
              fill={fill}
            >
              <title>{`${nameOf(row)}: ${values[index]}`}</title>
            </rect>
            {(rows.length - 1 - index) % every === 0 ? (
              <text x={plot.left + step * (index + 0.5)} y={height - plot.bottom + 16} textAnchor="middle">
                {nameOf(row)}
              </text>
            ) : null}
          </g>
        ))}
        <text x={plot.left + plotWidth / 2} y={height - 10} textAnchor="middle" className="axis">
          {axes.x.label ?? axes.x.field}
        </text>
        <text transform={`translate(11 ${plot.top + plotHeight / 2}) rotate(-90)`} textAnchor="middle" className="axis">
          {axes.y.label ?? axes.y.field}
        </text>
      </svg>
    </div>
  );
});
