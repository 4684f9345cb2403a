import type { LineChartProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';
import { useWidth } from '../use-width.ts';
import { chartColours, roundUp } from './chart-scale.ts';

const height = 210;
const plot = { left: 44, right: 18, top: 10, bottom: 52 };
const compact = new Intl.NumberFormat('en-US', { notation: 'compact' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

type Point = { x: number; y: number; name: string };

/** A line for each group of rows, and a dot where a group has one row only; as wide as its place, always equally tall. */
export const LineChart = standIn<LineChartProps>('LineChart', ({ data, axes, options = {}, testId }) => {
  const [place, width] = useWidth(286);
  const rows = Array.isArray(data) ? data : data.data;
  const isTime = axes.x.fieldType === 'datetime';
  const names = [...new Set(rows.map((row) => String(row[axes.x.field])))];
  const xs = rows.map((row) => (isTime ? Number(row[axes.x.field]) : names.indexOf(String(row[axes.x.field]))));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const most = roundUp(Math.max(1, ...rows.map((row) => Number(row[axes.y.field] ?? 0))));
  const plotWidth = width - plot.left - plot.right;
  const plotHeight = height - plot.top - plot.bottom;
  const xOf = (x: number) => plot.left + (last === first ? plotWidth / 2 : (plotWidth * (x - first)) / (last - first));
  const yOf = (value: number) => plot.top + plotHeight * (1 - value / most);
  const nameOf = (value: string | number | undefined) =>
    isTime ? shortDate.format(Number(value)) : String(value ?? '');

  const groupField = axes.options?.groupFieldByColor;
  const groups = new Map<string, Point[]>();
  for (const [index, row] of rows.entries()) {
    const group = groupField === undefined ? '' : String(row[groupField]);
    const y = Number(row[axes.y.field] ?? 0);
    const point = { x: xs[index]!, y, name: `${nameOf(row[axes.x.field])}: ${y}` };
    groups.set(group, [...(groups.get(group) ?? []), point]);
  }
  const colourOf = (group: string, index: number) =>
    chartColours[axes.options?.colors?.[group] ?? options.colorList?.[index] ?? 'aqua'] ?? chartColours.aqua;
  const ticks = [...new Set([0, 1, 2, 3].map((part) => Math.round((rows.length - 1) * (part / 3))))];
  const spoken = [...groups]
    .map(([group, points]) => `${group} ${points.map(({ name }) => name).join(', ')}`)
    .join('. ');

  return (
    <div ref={place} className="bar-chart line-chart">
      {options.title === undefined ? null : <p className="chart-title">{options.title}</p>}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${options.title ?? axes.y.label ?? axes.y.field}. ${spoken.trim() || 'No data'}`}
        data-test-id={testId}
      >
        {[0, most / 2, most].map((value) => (
          <g key={value}>
            <line x1={plot.left} x2={width - plot.right} y1={yOf(value)} y2={yOf(value)} className="grid" />
            <text x={plot.left - 6} y={yOf(value) + 4} textAnchor="end">
              {rows.length === 0 ? '' : compact.format(value)}
            </text>
          </g>
        ))}
        {[...groups].map(([group, points], index) => (
          <Series
            key={group}
            points={points.map((point) => ({ ...point, x: xOf(point.x), y: yOf(point.y) }))}
            colour={colourOf(group, index) ?? ''}
          />
        ))}
        {ticks.map((at) =>
          rows[at] === undefined ? null : (
            <text
              key={at}
              x={xOf(xs[at]!)}
              y={height - plot.bottom + 16}
              textAnchor={at === 0 ? 'start' : at === rows.length - 1 ? 'end' : 'middle'}
            >
              {nameOf(rows[at][axes.x.field])}
            </text>
          ),
        )}
        <text x={plot.left + plotWidth / 2} y={height - 10} textAnchor="middle" className="axis">
          {axes.x.label ?? axes.x.field}
        </text>
        <text transform={`translate(11 ${plot.top + plotHeight / 2}) rotate(-90)`} textAnchor="middle" className="axis">
          {axes.y.label ?? axes.y.field}
        </text>
      </svg>
      {options.showLegend ? (
        <ul className="chart-legend" aria-hidden="true">
          {[...groups.keys()].map((group, index) => (
            <li key={group}>
              <svg viewBox="0 0 10 10" className="swatch" aria-hidden="true">
                <circle cx="5" cy="5" r="4" fill={colourOf(group, index)} />
              </svg>
              {group}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
});

function Series({ points, colour }: { points: Point[]; colour: string }) {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
  const hasDots = points.length < 4;
  return (
    <g>
      <path d={path} fill="none" stroke={colour} strokeWidth="2" strokeLinejoin="round" />
      {hasDots
        ? points.map(({ x, y, name }) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r="4.5" fill={colour} stroke="#fff" strokeWidth="1.5">
              <title>{name}</title>
            </circle>
          ))
        : null}
    </g>
  );
}
