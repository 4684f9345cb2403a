import type { PageApi } from './host.ts';

export type PagePlace = {
  location: PageApi['context']['location'];
  email: string;
  portalId: number;
  timeZone: string;
  baseUrl: string;
};

/** A page of the app in HubSpot, its own or the Settings tab of the connected app, as one user opens it. */
export function pageApi({ location, email, portalId, timeZone, baseUrl }: PagePlace): PageApi {
  const say = (what: string) => console.info(`The page asks HubSpot to ${what}`);
  return {
    context: {
      location,
      portal: { id: portalId, timezone: timeZone },
      user: { id: 1, email, emails: [email], firstName: '', lastName: '', roles: [], teams: [], permissions: [] },
      variables: { BASE_URL: baseUrl },
    },
    actions: {
      addAlert: ({ message }) => say(`alert: ${message}`),
      reloadPage: () => say('reload the page'),
      openIframeModal: ({ uri }) => say(`open ${uri}`),
      closeOverlay: (id) => say(`close ${id}`),
      copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
      navigateToPage: ({ to }) => say(`go to ${to}`),
    },
    runServerlessFunction: () => Promise.reject(new Error('the preview runs no serverless functions')),
  };
}
