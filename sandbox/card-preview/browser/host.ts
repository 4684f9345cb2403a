/** What HubSpot is to a card: the record it stands on, its actions, and the way to the backend. */
import type { ExtensionPointApi, hubspot as hubspotOfCards } from '@hubspot/ui-extensions';
import { createContext, type ReactElement } from 'react';

type SidebarApi = ExtensionPointApi<'crm.record.sidebar'>;
/** A place on a record: they differ in where they are only. */
export type RecordApi = Omit<SidebarApi, 'context'> & {
  context: Omit<SidebarApi['context'], 'location'> & { location: 'crm.record.sidebar' | 'crm.record.tab' };
};
export type HubspotFetch = (typeof hubspotOfCards)['fetch'];

type Extension = (api: RecordApi) => ReactElement;

let extension: Extension | null = null;
let fetchNow: HubspotFetch = () => Promise.reject(new Error('the preview has no way to the backend'));

/** What `hubspot.extend` was given. */
export function registerExtension(render: Extension): void {
  extension = render;
}

export function drawExtension(api: RecordApi): ReactElement {
  if (extension === null) throw new Error('the card has not called hubspot.extend');
  return extension(api);
}

/** `hubspot.fetch` is one for the whole page, as it is one for a whole card in HubSpot. */
export function answerFetchWith(fetch: HubspotFetch): void {
  fetchNow = fetch;
}

export const hubspotFetch: HubspotFetch = (url, options) => fetchNow(url, options);

export const ApiContext = createContext<RecordApi | null>(null);
