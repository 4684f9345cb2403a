import type { StatisticsItemProps, StatisticsProps, StatisticsTrendProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

export const Statistics = standIn<StatisticsProps>('Statistics', ({ children, testId }) => (
  <div className="statistics" data-test-id={testId}>
    {children}
  </div>
));

export const StatisticsItem = standIn<StatisticsItemProps>('StatisticsItem', ({ label, number, children, testId }) => (
  <div className="statistics-item" data-test-id={testId}>
    <p className="statistics-label">{label}</p>
    <p className="statistics-number">{number}</p>
    {children}
  </div>
));

export const StatisticsTrend = standIn<StatisticsTrendProps>('StatisticsTrend', ({ value, direction, testId }) => (
  <p className={`trend trend-${direction}`} data-test-id={testId}>
    {direction === 'increase' ? '▲' : '▼'} {value}
  </p>
));
