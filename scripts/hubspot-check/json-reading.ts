/** Lenient reading of parsed JSON: what is absent or of another kind reads as nothing. */
import type { Json, JsonObject } from './project.ts';

export function valueAt(json: Json | undefined, ...keys: string[]): Json | undefined {
  let value = json;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return value;
}

export function objectAt(json: Json | undefined, ...keys: string[]): JsonObject {
  const value = valueAt(json, ...keys);
  return isObject(value) ? value : {};
}

export function listAt(json: Json | undefined, ...keys: string[]): Json[] {
  const value = valueAt(json, ...keys);
  return Array.isArray(value) ? value : [];
}

export function textAt(json: Json | undefined, ...keys: string[]): string {
  const value = valueAt(json, ...keys);
  return typeof value === 'string' ? value : '';
}

export function textsAt(json: Json | undefined, ...keys: string[]): string[] {
  return listAt(json, ...keys).filter((item) => typeof item === 'string');
}

/** Every string in the value, each with the path that leads to it ("auth.redirectUrls.0"). */
export function textsWithin(json: Json, path = ''): { path: string; text: string }[] {
  if (typeof json === 'string') return [{ path, text: json }];
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([key, value]) => textsWithin(value, path === '' ? key : `${path}.${key}`));
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
