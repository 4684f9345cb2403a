import type { Portal } from '../portal/portal.ts';

/** Puts the app's public address in the place of `${BASE_URL}`; null while it is not known. */
export function appUrl(portal: Portal, template: string): string | null {
  const base = portal.switches.actionBaseUrl?.replace(/\/+$/, '');
  const placeholder = ['$', '{BASE_URL}'].join('');
  if (!template.includes(placeholder)) return template;
  return base ? template.replaceAll(placeholder, base) : null;
}
