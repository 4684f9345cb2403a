/** "… would go back to marketing. Keep or return?", and afterwards the answer. */
import type { MessageState } from '../handoff/message-view.ts';
import { joinWithin, section, textLimit } from './blocks.ts';
import { buttonRows } from './buttons.ts';
import { nameAtCompany, type PersonNamed } from './person-text.ts';
import type { RenderedMessage, ShownState } from './render-alert.ts';
import { safeUrl, slackText } from './slack-text.ts';

const lineLimit = 900;

export function renderQuestion(about: PersonNamed, { view, pressed }: ShownState): RenderedMessage {
  const lines = wordQuestion(nameAtCompany(about), view.state).map((line) => slackText(line, lineLimit));
  const url = about.link && safeUrl(about.link);
  return {
    text: joinWithin([...lines, ...(url ? [`Open in HubSpot: <${url}>`] : [])], textLimit),
    blocks: [section(lines.join('\n')), ...buttonRows({ view, pressed, ...about })],
  };
}

function wordQuestion(who: string, state: MessageState): string[] {
  if (state.is === 'asked') {
    return [
      `${who} would go back to marketing: ${state.reasons.join('; ')}`,
      'Keep or return? While nobody answers, it stays with sales.',
    ];
  }
  const answer = state.is === 'answered' ? state.answer : 'no longer asked';
  if (answer === 'kept') return [`${who} stays with sales`];
  return [answer === 'goes back' ? `${who} goes back to marketing` : `${who}: nobody needs to decide this any more`];
}
