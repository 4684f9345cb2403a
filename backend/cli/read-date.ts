/** Dates given as options: a day of the calendar such as 2026-02-01, or a moment in ISO 8601. */
import { startOfLocalDay } from '@zo/shared';
import { InvalidArgumentError } from 'commander';
import { readMoment } from '../ingest/event-time.ts';
import { readDay } from '../reports/report-period.ts';

/** A day begins at midnight UTC, as everywhere in exports. */
export function readDate(text: string): number {
  const at = readMoment(text);
  if (at !== null && !Number.isNaN(at)) return at;
  throw new InvalidArgumentError('It must be a day of the calendar such as 2026-02-01, or a moment in ISO 8601.');
}

/** A day begins where the portal's does. */
export function readLocalDate(text: string): (timeZone: string) => number {
  const at = readDate(text);
  const day = readDay(text);
  return (timeZone) => (day === null ? at : startOfLocalDay(day, timeZone));
}
