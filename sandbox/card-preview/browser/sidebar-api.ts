import type { SidebarApi } from './host.ts';

export type Place = { contactId: number; portalId: number; timeZone: string; baseUrl: string };

type RecordListener = Parameters<SidebarApi['actions']['onCrmPropertiesUpdate']>[1];

/** The sidebar of one contact's record; `recordChanged` tells the card what HubSpot would: a property has changed. */
export function sidebarOf(place: Place): { api: SidebarApi; recordChanged: () => void } {
  const listeners: RecordListener[] = [];
  const say = (what: string) => console.info(`The card asks HubSpot to ${what}`);
  const api: SidebarApi = {
    context: {
      location: 'crm.record.sidebar',
      crm: { objectId: place.contactId, objectTypeId: '0-1' },
      portal: { id: place.portalId, timezone: place.timeZone },
      user: {
        id: 1,
        email: 'maria@acme.test',
        emails: [],
        firstName: 'Maria',
        lastName: '',
        roles: [],
        teams: [],
        permissions: [],
      },
      variables: { BASE_URL: place.baseUrl },
    },
    actions: {
      addAlert: ({ message }) => say(`alert: ${message}`),
      reloadPage: () => say('reload the page'),
      fetchCrmObjectProperties: () => Promise.resolve({}),
      openIframeModal: ({ uri }) => say(`open ${uri}`),
      refreshObjectProperties: () => say('refresh the record'),
      onCrmPropertiesUpdate: (_, listener) => listeners.push(listener),
      closeOverlay: (id) => say(`close ${id}`),
      copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
      navigateToPage: ({ to }) => say(`go to ${to}`),
    },
    runServerlessFunction: () => Promise.reject(new Error('the preview runs no serverless functions')),
  };
  return {
    api,
    recordChanged: () => {
      for (const listener of listeners) listener({});
    },
  };
}
