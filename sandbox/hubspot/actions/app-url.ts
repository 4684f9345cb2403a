import type { Portal } from '../portal/portal.ts';

const placeholder = ['$', '{BASE_URL}'].join('');

/** Puts the app's public address in the place of `${BASE_URL}`; null while it is not known. */
export function appUrl(portal: Portal, template: string): string | null {
  return fillBaseUrl(template, portal.switches.actionBaseUrl);
}

export function fillBaseUrl(template: string, baseUrl: string | null): string | null {
  if (!template.includes(placeholder)) return template;
  return baseUrl === null ? null : template.replaceAll(placeholder, baseUrl.replace(/\/+$/, ''));
}
