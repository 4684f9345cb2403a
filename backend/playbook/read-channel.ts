import type { Entry, YamlSource } from './yaml-source.ts';

/** "#pql-handoff", or a channel's id. A name without its # is taken as a name. Null when the playbook names none. */
export function readChannel(source: YamlSource, entry: Entry | undefined): string | null {
  const text = entry === undefined ? null : source.textOf(entry);
  if (text === null) return null;
  const channel = text.text.trim();
  if (/^[CGD][A-Z0-9]{8,20}$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '').toLowerCase();
  if (/^[\p{L}\p{N}_-]{1,80}$/u.test(name)) return `#${name}`;
  return source.report(`"${channel.slice(0, 80)}" is not the name of a Slack channel`, text.span, {
    suggestion: '"#pql-handoff"',
  });
}
