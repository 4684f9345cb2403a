/** What an owner is called in Slack where it is not the address HubSpot has: another address, or the id of a Slack user. */

/** By the owner's address. */
export type SlackNames = Readonly<Record<string, string>>;

/** "U0MARIA01"; W… in an organisation. */
export function isSlackUserId(text: string): boolean {
  return /^[UW][A-Z0-9]{6,20}$/.test(text);
}
