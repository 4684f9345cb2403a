import type { WorkingHours } from '@zo/shared';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Mon, Tue 9:00–17:30". */
export function hoursWords({ days, fromMinute, toMinute }: WorkingHours): string {
  return `${days.map((day) => weekdays[day - 1]).join(', ')} ${clockTime(fromMinute)}–${clockTime(toMinute)}`;
}

function clockTime(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
