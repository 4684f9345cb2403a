import type { HomeApi } from './host.ts';

export type HomePlace = { email: string; portalId: number; timeZone: string; baseUrl: string };

/** The app's own page in HubSpot, as one user opens it. */
export function homePlace({ email, portalId, timeZone, baseUrl }: HomePlace): HomeApi {
  const say = (what: string) => console.info(`The page asks HubSpot to ${what}`);
  return {
    context: {
      location: 'pages',
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
