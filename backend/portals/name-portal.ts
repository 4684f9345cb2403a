/**
 * Commands of the operator's tool stand in words that are told about one portal, such as "Run `zo drift --restore`". Where the
 * server knows several portals, each command names its own, or it would be refused.
 */
import type { PortalStore } from '../store/store.ts';

/** Verbs that are about no one portal, or name it as their argument. */
const withoutOption = ['backup', 'restore', 'keys', 'portals', 'disconnect', 'restored', 'migrate-store'];

/** The text with `--portal` in each command that takes it. Idempotent. */
export function namePortal(text: string, portalId: number): string {
  return text.replaceAll(/`zo ([^`]+)`/g, (command, words: string) => {
    const isNamed = /--portal\b/.test(words) || withoutOption.includes(words.split(' ')[0]!);
    return isNamed ? command : `\`zo ${words} --portal ${portalId}\``;
  });
}

/** Names the portal where it has to be named: the server knows more than this one. */
export async function portalWords(
  store: Pick<PortalStore, 'portals'>,
  portalId: number,
): Promise<(text: string) => string> {
  const isAlone = (await store.portals()).length < 2;
  return isAlone ? (text) => text : (text) => namePortal(text, portalId);
}
