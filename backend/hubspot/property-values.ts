/** HubSpot gives every value as text, empty or null where there is none: what they mean by type. */
export type PropertyValues = Record<string, string | null | undefined>;

export function text(values: PropertyValues, name: string): string | null {
  const value = values[name];
  return value === undefined || value === '' ? null : value;
}

export function count(values: PropertyValues, name: string): number {
  return Number(values[name] ?? 0) || 0;
}

/** ISO 8601, or milliseconds as text. */
export function moment(values: PropertyValues, name: string): number | null {
  const value = text(values, name);
  if (value === null) return null;
  const at = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isFinite(at) ? at : null;
}

export function flag(values: PropertyValues, name: string): boolean {
  return values[name] === 'true';
}
