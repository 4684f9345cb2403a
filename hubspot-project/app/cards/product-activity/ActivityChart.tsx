import { BarChart } from '@hubspot/ui-extensions';
import { type CardActivity, shortDay } from '@zo/shared';

/** Events a day, the newest 14 days; an empty chart of the same height when there are none yet. */
export function ActivityChart({ days }: { days: CardActivity['days'] }) {
  const rows = days.map(({ day, events }) => ({ day: shortDay(day), events }));
  return (
    <BarChart
      data={rows}
      axes={{
        x: { field: 'day', fieldType: 'category', label: 'Day' },
        y: { field: 'events', fieldType: 'linear', label: 'Events' },
      }}
      options={{ showLegend: false, showTooltips: true, colorList: ['darkAqua'] }}
    />
  );
}
