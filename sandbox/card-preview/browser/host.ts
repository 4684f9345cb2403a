/** What HubSpot is to an extension: the place it stands in, its actions, and the way to the backend. */
import type { ExtensionPointApi, hubspot as hubspotOfCards } from '@hubspot/ui-extensions';
import { createContext, type ReactElement } from 'react';

type SidebarApi = ExtensionPointApi<'crm.record.sidebar'>;
/** A place on a record: they differ in where they are only. */
export type RecordApi = Omit<SidebarApi, 'context'> & {
  context: Omit<SidebarApi['context'], 'location'> & { location: 'crm.record.sidebar' | 'crm.record.tab' };
};
type HomeApi = ExtensionPointApi<'pages'>;
/** A page of the app, its own or that of its settings: they differ in where they are only. */
export type PageApi = Omit<HomeApi, 'context'> & {
  context: Omit<HomeApi['context'], 'location'> & { location: 'pages' | 'settings' };
};
/** Of the places the preview has. */
export type ExtensionApi = RecordApi | PageApi;
export type HubspotFetch = (typeof hubspotOfCards)['fetch'];

type Extension = (api: ExtensionApi) => ReactElement;

let extension: Extension | null = null;
let fetchNow: HubspotFetch = () => Promise.reject(new Error('the preview has no way to the backend'));

/** What `hubspot.extend` was given. */
export function registerExtension(render: Extension): void {
  extension = render;
}

export function drawExtension(api: ExtensionApi): ReactElement {
  if (extension === null) throw new Error('the card has not called hubspot.extend');
  return extension(api);
}

/** `hubspot.fetch` is one for the whole page, as it is one for a whole card in HubSpot. */
export function answerFetchWith(fetch: HubspotFetch): void {
  fetchNow = fetch;
}

export const hubspotFetch: HubspotFetch = (url, options) => fetchNow(url, options);

export const ApiContext = createContext<ExtensionApi | null>(null);
