/** What "Copy link" in Slack gives: https://acme.slack.com/archives/C0HANDOFF/p1712345678901234?thread_ts=1712345600.000100 */

export type LinkedMessage = { channel: string; ts: string; threadTs?: string };

/** Null: it is no link to a message. */
export function readMessageLink(link: string): LinkedMessage | null {
  const url = URL.parse(link.trim());
  const [, channel, whole, part] = /^\/archives\/([A-Z][A-Z0-9]+)\/p(\d+)(\d{6})\/?$/.exec(url?.pathname ?? '') ?? [];
  if (url === null || channel === undefined || whole === undefined) return null;
  const ts = `${whole}.${part}`;
  const threadTs = url.searchParams.get('thread_ts');
  const isReply = threadTs !== null && /^\d+\.\d+$/.test(threadTs) && threadTs !== ts;
  return { channel, ts, ...(isReply && { threadTs }) };
}
