/** A property's value of one contact, read by the property's type. HubSpot sends every value as text. */
import { printDay } from './language/print-days.ts';
import { findProperty } from './properties.ts';
import { choiceWords, type PropertyRef } from './property-definition.ts';
import type { ReadinessFacts } from './readiness.ts';
import { usageMoment } from './readiness-facts.ts';

const dayMs = 86_400_000;

/** As it is kept; null where it is empty, undefined where nobody looked. */
export function keptValue({ object, name }: PropertyRef, facts: ReadinessFacts): string | number | null | undefined {
  if (isMomentOfOurs(name)) return facts.activity && usageMoment(facts.activity.usage, name);
  const value = facts[object][name];
  return value === '' ? null : value;
}

function isMomentOfOurs(name: string): boolean {
  return findProperty(name)?.type === 'datetime';
}

/** As it is shown: a number, text, "yes" or "no", choices by their labels; of a moment its day. Null when not known. */
export function shownValue(property: PropertyRef, facts: ReadinessFacts): string | number | null {
  const kept = keptValue(property, facts) ?? null;
  if (kept === null) return null;
  switch (property.type) {
    case 'number':
      return numberIn(kept);
    case 'bool': {
      const truth = truthIn(kept);
      return truth === null ? null : truth ? 'yes' : 'no';
    }
    case 'set':
      return choicesIn(kept)
        .map((choice) => choiceWords(property, choice))
        .join(', ');
    case 'enumeration':
      return choiceWords(property, String(kept));
    case 'date':
    case 'datetime': {
      const day = dayIn(property, facts);
      return day === null ? null : printDay(day);
    }
    default:
      return kept;
  }
}

/** A text that is no number is not known. */
function numberIn(kept: string | number): number | null {
  if (typeof kept === 'number') return kept;
  const number = kept.trim() === '' ? Number.NaN : Number(kept);
  return Number.isFinite(number) ? number : null;
}

export function truthIn(kept: string | number): boolean | null {
  const text = String(kept).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

export function choicesIn(kept: string | number): string[] {
  return String(kept)
    .split(';')
    .filter((choice) => choice !== '');
}

/** The day of a date, or on which a moment falls in the portal's time zone; null when not known. */
export function dayIn(property: PropertyRef, facts: ReadinessFacts): number | null {
  const kept = keptValue(property, facts) ?? null;
  const at = kept === null ? Number.NaN : momentIn(kept);
  if (!Number.isFinite(at)) return null;
  if (property.type === 'date') return Math.floor(at / dayMs);
  return facts.activity === undefined ? null : facts.activity.dayOf(at);
}

/** HubSpot sends ISO 8601, and milliseconds in its notifications. */
function momentIn(kept: string | number): number {
  return /^-?\d+$/.test(String(kept)) ? Number(kept) : Date.parse(String(kept));
}
