/** A live page is seen, and asks through the local HubSpot, as whoever is chosen above it. */
import { askThroughHubspot } from './ask-through-hubspot.ts';

export function lookAs(tag: string): void {
  const who = document.querySelector<HTMLSelectElement>('#who');
  const preview = document.querySelector(tag);
  const said = (name: string) => preview?.getAttribute(name) ?? undefined;
  askThroughHubspot(
    () => said('user-email'),
    () => said('portal-id'),
  );
  who?.addEventListener('change', () => preview?.setAttribute('user-email', who.value));
}
