/** What a browser is shown while Slack is connected. */
import type { Page } from '../../oauth/html-page.ts';
import type { CameBack, Confirmed, Doubt, NotServed, Opened } from './connect-outcomes.ts';
import { slackPaths } from './paths.ts';

const again = 'In HubSpot, open the settings of Zo Handoff, choose Slack, and press “Connect Slack” again.';

export function notOpenedPage(opened: Exclude<Opened, { outcome: 'open' }>): Page {
  if (opened.outcome === 'not served') return notServedPage(opened);
  return opened.outcome === 'expired' ? expired : usedUp;
}

export function cameBackPage(back: CameBack): Page {
  switch (back.outcome) {
    case 'connected':
      return connectedPage(back);
    case 'to confirm':
      return confirmPage(back);
    case 'not served':
      return notServedPage(back);
    case 'cancelled':
      return bad(200, 'Slack was not connected', ['You chose not to allow it, and nothing was changed.', again]);
    case 'refused':
      return bad(502, 'Slack was not connected', [`${sentence(back.reason)} Nothing was changed.`, again]);
    case 'other browser':
      return bad(403, 'This was begun in another browser', [
        'Slack is connected in the browser in which it was begun. Nothing was changed.',
        again,
      ]);
    case 'expired':
      return expired;
    case 'unknown':
      return usedUp;
  }
}

export function confirmedPage(confirmed: Confirmed): Page {
  switch (confirmed.outcome) {
    case 'connected':
      return connectedPage(confirmed);
    case 'not served':
      return notServedPage(confirmed);
    case 'kept':
      return bad(200, 'Everything stays as it was', ['The workspace was not connected.']);
    default:
      return confirmed.outcome === 'expired' ? expired : usedUp;
  }
}

function connectedPage({ portalId, teamName }: { portalId: number; teamName: string }): Page {
  return {
    status: 200,
    tone: 'good',
    title: `Connected to ${teamName}`,
    paragraphs: [
      `Zo Handoff posts the alerts of the HubSpot account ${portalId} in the Slack workspace ${teamName} from now on. What waited for Slack is posted within a minute.`,
      'Private channels need an invitation: write /invite @Zo in each of them.',
      'You can close this page and send a test message from the settings.',
    ],
    action: null,
  };
}

function notServedPage({ portalId }: NotServed): Page {
  return bad(409, 'Slack was not connected', [
    `The HubSpot account ${portalId} is not connected to Zo Handoff any more, so there is nothing to post. Nothing of Slack was kept.`,
    'Install Zo Handoff in that account again; then, in its settings, choose Slack, and press “Connect Slack”.',
  ]);
}

function confirmPage({
  portalId,
  teamName,
  author,
  doubts,
  offer,
}: Extract<CameBack, { outcome: 'to confirm' }>): Page {
  return {
    status: 200,
    tone: 'bad',
    title: `Connect the workspace ${teamName}?`,
    paragraphs: [
      `${author} asked, in the HubSpot account ${portalId}, for Slack to be connected. That account’s alerts would be posted in ${teamName}, and its settings would show the names of channels and people there.`,
      ...doubts.map((doubt) => wordDoubt(doubt, teamName)),
      'If you did not expect this page, keep everything as it is.',
    ],
    action: null,
    question: {
      path: slackPaths.confirm,
      hidden: { offer },
      answers: [
        { name: 'answer', value: 'connect', label: `Connect ${teamName}` },
        { name: 'answer', value: 'keep', label: 'Keep everything as it is' },
      ],
    },
  };
}

function wordDoubt(doubt: Doubt, teamName: string): string {
  switch (doubt.kind) {
    case 'another workspace':
      return `The account was connected to the workspace ${doubt.before}. ${teamName} would take its place: alerts that wait, and all to come, would be posted there, and channels are looked for by their names.`;
    case 'another person':
      return doubt.email === null
        ? 'Slack does not say who you are, so it is not certain that it was you who asked.'
        : `In Slack you are ${doubt.email}, which is another address.`;
  }
}

const usedUp = bad(400, 'This link cannot be used', [
  'It was used already, or it is none of ours. Nothing was changed.',
  again,
]);
const expired = bad(400, 'This took too long', ['A link works for ten minutes. Nothing was changed.', again]);

function bad(status: number, title: string, paragraphs: string[]): Page {
  return { status, tone: 'bad', title, paragraphs, action: null };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
