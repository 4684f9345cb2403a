/** How an installation ended, and the page that says so and what to do next. Pure. */
import type { Page } from './html-page.ts';

export type InstallOutcome =
  | {
      outcome: 'installed';
      /** It was connected before, and has everything of then. */
      isAgain: boolean;
      /** The account as people know it. */
      account: string;
      /** The app's settings in HubSpot; null where the app's id is not known. */
      settingsUrl: string | null;
      /** Where HubSpot wants the browser; already checked. */
      returnUrl: string | null;
      /** Optional scopes that were not granted. */
      without: string[];
    }
  /** HubSpot sends the browser back with an error. */
  | { outcome: 'not granted'; error: string }
  | { outcome: 'unknown' | 'expired' | 'other browser' }
  | { outcome: 'scopes missing'; missing: string[] }
  /** The code, or our app, was refused. */
  | { outcome: 'refused'; status: string }
  | { outcome: 'away' };

const startAgain = (installUrl: string) => ({ label: 'Start again', href: installUrl });

export function installPage(ended: InstallOutcome, installUrl: string): Page {
  const action = startAgain(installUrl);
  switch (ended.outcome) {
    case 'installed':
      return installedPage(ended);
    case 'not granted':
      return { status: 400, tone: 'bad', ...notGranted(ended.error), action };
    case 'unknown':
      return {
        status: 400,
        tone: 'bad',
        title: 'This link has been used, or is not one of ours',
        paragraphs: [
          'Each installation has a link of its own that works once. If you have installed the app with it, everything is in order and you can close this page.',
          'Otherwise start again: it takes a minute, and nothing has been changed.',
        ],
        action,
      };
    case 'expired':
      return {
        status: 400,
        tone: 'bad',
        title: 'That took more than ten minutes',
        paragraphs: ['For safety an installation has to be ended within ten minutes. Nothing has been changed.'],
        action,
      };
    case 'other browser':
      return {
        status: 400,
        tone: 'bad',
        title: 'This installation was begun in another browser',
        paragraphs: [
          'It can only be ended in the browser that began it, with cookies allowed, so that nobody can connect an account by sending a link. Nothing has been changed.',
          'To install the app from here, start again.',
        ],
        action,
      };
    case 'scopes missing':
      return {
        status: 400,
        tone: 'bad',
        title: 'HubSpot did not grant what the app needs',
        paragraphs: [
          `Missing: ${ended.missing.join(', ')}. Without these the app cannot work, so it is not connected.`,
          'Ask a super admin of your HubSpot account to install it, and leave all required permissions on.',
        ],
        action,
      };
    case 'refused':
      return {
        status: 400,
        tone: 'bad',
        title: 'HubSpot did not accept the installation',
        paragraphs: [
          `HubSpot answered: ${ended.status}. Nothing has been changed.`,
          isOurs(ended.status)
            ? 'Something is wrong with the settings of this service, not with your account. Tell whoever runs it.'
            : 'A code of HubSpot works once and for a short time. Start again.',
        ],
        action,
      };
    case 'away':
      return {
        status: 503,
        tone: 'bad',
        title: 'HubSpot does not answer at the moment',
        paragraphs: ['The app is not connected yet, and nothing is lost. Start again in a few minutes.'],
        action,
      };
  }
}

function installedPage(ended: Extract<InstallOutcome, { outcome: 'installed' }>): Page {
  const { account, isAgain, settingsUrl, without } = ended;
  return {
    status: 200,
    tone: 'good',
    title: isAgain ? `${account} is connected again` : `${account} is connected`,
    paragraphs: [
      isAgain
        ? 'The playbook, the write keys and the history are as they were, and what waited goes on now. If the workflows had been turned off, provision again in the settings.'
        : 'You are the owner of the settings. Next: write the playbook, make a write key for your product, and connect Slack. Nobody is alerted before you go live.',
      ...(without.includes('automation')
        ? ['HubSpot did not grant workflows to the app, so handoffs are performed directly instead of by a workflow.']
        : []),
      settingsUrl === null
        ? 'In HubSpot: Settings, Integrations, Connected apps, Zo Handoff.'
        : 'Everything else happens in the settings of the app in HubSpot.',
    ],
    action: settingsUrl === null ? null : { label: 'Open the settings in HubSpot', href: settingsUrl },
  };
}

function notGranted(error: string): Pick<Page, 'title' | 'paragraphs'> {
  if (error === 'access_denied') {
    return {
      title: 'The app was not installed',
      paragraphs: [
        'In HubSpot the permissions were not granted, so nothing has been changed.',
        'Installing needs a super admin, or the App Marketplace permission. Ask one of them, or start again.',
      ],
    };
  }
  return {
    title: 'HubSpot stopped the installation',
    paragraphs: [`HubSpot says: ${error}. Nothing has been changed. Start again, and choose your account in HubSpot.`],
  };
}

/** What no user can mend. */
function isOurs(status: string): boolean {
  return /CLIENT|REDIRECT|SCOPE|VERIFIER|GRANT_TYPE/i.test(status);
}
