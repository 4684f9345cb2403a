/** A message's text as a person would read it: mentions by name, links as their label, entities as characters. */
import type { Workspace } from './workspace.ts';

export function showText(workspace: Workspace, text: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_token, inside: string) => showToken(workspace, inside))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function showToken(workspace: Workspace, inside: string): string {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@'))
    return `@${workspace.users.find(({ id }) => id === target.slice(1))?.name ?? target.slice(1)}`;
  if (target.startsWith('#'))
    return `#${workspace.channels.find(({ id }) => id === target.slice(1))?.name ?? target.slice(1)}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return label ?? target;
}
