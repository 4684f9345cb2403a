import type { RecordApi } from './host.ts';

export type RecordPlace = {
  location: RecordApi['context']['location'];
  /** '0-1': contacts, '0-2': companies. */
  objectTypeId: '0-1' | '0-2';
  recordId: number;
  portalId: number;
  timeZone: string;
  baseUrl: string;
};

type RecordListener = Parameters<RecordApi['actions']['onCrmPropertiesUpdate']>[1];

/** A place on one record; `recordChanged` tells the card what HubSpot would: a property has changed. */
export function recordApi(place: RecordPlace): { api: RecordApi; recordChanged: () => void } {
  const listeners: RecordListener[] = [];
  const say = (what: string) => console.info(`The card asks HubSpot to ${what}`);
  const api: RecordApi = {
    context: {
      location: place.location,
      crm: { objectId: place.recordId, objectTypeId: place.objectTypeId },
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
