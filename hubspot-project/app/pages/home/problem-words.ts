import type { BackendProblem } from '@zo/backend-client';

export type ProblemWords = {
  title: string;
  /** What to do now. */
  advice: string;
  /** Where a developer looks. */
  lookAt: string;
};

const logs = 'In HubSpot: Development > Projects > Zo Handoff > Logs. On the service: its log and /ready.';

export function problemWords(problem: BackendProblem): ProblemWords {
  switch (problem.kind) {
    case 'misconfigured':
      return {
        title: 'This page is not set up',
        advice: 'The app was uploaded without the address of its service. Ask whoever looks after Zo Handoff.',
        lookAt: 'Upload the project again with a profile that sets BASE_URL to the service.',
      };
    case 'refused':
      return {
        title: 'Zo Handoff does not accept this account',
        advice: 'Whoever runs the service connects this account again.',
        lookAt: 'The service checks HubSpot’s signature with HUBSPOT_CLIENT_SECRET against PUBLIC_URL.',
      };
    case 'unreadable':
      return {
        title: 'This page cannot be shown',
        advice: 'Try again in a minute. Handoffs go on as they were.',
        lookAt: 'Something else answers at BASE_URL: a proxy, a login page, or another version of the service.',
      };
    case 'unreachable':
    case 'failed':
      return {
        title: 'Zo Handoff cannot be reached right now',
        advice: 'Try again in a minute. If it stays so, the service may be down: ask whoever runs it.',
        lookAt: logs,
      };
  }
}
