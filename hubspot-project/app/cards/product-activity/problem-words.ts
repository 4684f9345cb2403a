import type { BackendProblem } from '../backend-client.ts';

export type ProblemWords = {
  title: string;
  /** What a rep can do now. */
  advice: string;
  /** Where a developer looks. */
  lookAt: string;
};

const logs = 'In HubSpot: Development > Projects > Zo Handoff > Logs. On the service: its log and /ready.';

export function problemWords(problem: BackendProblem): ProblemWords {
  switch (problem.kind) {
    case 'misconfigured':
      return {
        title: 'This card is not set up',
        advice: 'Ask whoever looks after Zo Handoff to finish its set-up.',
        lookAt: 'Upload the project again with a profile that sets BASE_URL to the service.',
      };
    case 'refused':
      return {
        title: 'Zo Handoff does not accept this account',
        advice:
          'Ask an administrator to connect Zo Handoff again. The Zo Handoff properties of this record stay as they were.',
        lookAt: 'The service checks HubSpot’s signature with HUBSPOT_CLIENT_SECRET against PUBLIC_URL.',
      };
    case 'unreadable':
      return {
        title: 'Product activity cannot be shown',
        advice: 'Try again in a minute. The Zo Handoff properties of this record are still right.',
        lookAt: 'Something else answers at BASE_URL: a proxy, a login page, or another version of the service.',
      };
    case 'unreachable':
    case 'failed':
      return {
        title: 'Product activity cannot be loaded right now',
        advice: 'Try again in a minute. The Zo Handoff properties of this record are still right.',
        lookAt: logs,
      };
  }
}
