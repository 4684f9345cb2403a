/** The cookie that says which browser began an OAuth flow. Lax: it must come along when the platform sends the browser back. */
import type { Request, Response } from 'express';
import { flowLastsMs } from './begun-flows.ts';

/** With https a name that no other host of the domain can set. */
function nameFor(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-zo-oauth' : 'zo-oauth';
}

export function readBrowserCookie(request: Request, publicUrl: string): string | null {
  const name = nameFor(publicUrl);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

export function setBrowserCookie(response: Response, browser: string, publicUrl: string): void {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${flowLastsMs / 1_000}`];
  if (publicUrl.startsWith('https:')) attributes.push('Secure');
  response.append('set-cookie', [`${nameFor(publicUrl)}=${browser}`, ...attributes].join('; '));
}
