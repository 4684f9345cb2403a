/** A crossing as reviewers read it: what is at stake, why it crossed, and afterwards who decided. */
import { durationInWords, type RecentEvent, type Score, timeAgo } from '@zo/shared';
import type { MessageState } from '../handoff/message-view.ts';
import { header, joinWithin, section, sectionLimit, textLimit } from './blocks.ts';
import { buttonRows } from './buttons.ts';
import { nameAtCompany, type PersonNamed, sizeWords, tidyName } from './person-text.ts';
import type { RenderedMessage, ShownState } from './render-alert.ts';
import { safeUrl, slackText } from './slack-text.ts';

export type ReviewFacts = PersonNamed & {
  employees: number | null;
  askedAt: number;
  whyNow: string | null;
  score: Score | null;
  /** Newest first. */
  events: RecentEvent[];
  /** When the message was posted. */
  now: number;
};

const lineLimit = 300;
const mostScoreLines = 8;
const mostEvents = 3;

export function renderReview(facts: ReviewFacts, { view, pressed }: ShownState): RenderedMessage {
  const { state } = view;
  const title = `Review: ${nameAtCompany(facts)}${sizeWords(facts.employees)}`;
  const verdict = verdictLine(state, facts.askedAt);
  const stake = stakeLines(state).map((line) => slackText(line, lineLimit));
  const why = facts.whyNow === null ? [] : [slackText(`Why now: ${facts.whyNow}`, lineLimit)];
  // Once somebody has decided, what they decided on stands in the receipts.
  const known = verdict === null ? knownLines(facts) : [];
  const link = facts.link;
  const url = link && safeUrl(link);
  const decided = verdict === null ? [] : [slackText(verdict, lineLimit)];
  return {
    text: joinWithin(
      [
        slackText(title, lineLimit),
        ...decided,
        ...stake,
        ...why,
        ...known,
        ...(url ? [`Open in HubSpot: <${url}>`] : []),
      ],
      textLimit,
    ),
    blocks: [
      header(title),
      ...[decided, [...stake, ...why], known]
        .filter((lines) => lines.length > 0)
        .map((lines) => section(joinWithin(lines, sectionLimit))),
      ...buttonRows({ view, pressed, personName: facts.personName, link }),
    ],
  };
}

function stakeLines(state: MessageState): string[] {
  if (state.is !== 'to review') return [];
  const { contractValue, rule, isLate } = state;
  return [
    ...(isLate ? ['Nobody has decided yet, for longer than agreed.'] : []),
    ...(contractValue === null ? [] : [`Expected contract value: ${contractValue.toLocaleString('en-US')} a year`]),
    `Rule: ${rule}`,
  ];
}

function knownLines({ score, events, now }: ReviewFacts): string[] {
  const lines = score?.receipt.filter(({ points }) => points !== 0).slice(0, mostScoreLines) ?? [];
  const last = events.slice(0, mostEvents).map(({ name, at }) => `${tidyName(name)}, ${timeAgo(now - at)}`);
  return [
    ...(score === null ? [] : [`Score ${score.points}`]),
    ...lines.map(({ points, value }) => `• ${points > 0 ? '+' : '−'}${Math.abs(points)} ${value}`),
    ...(last.length === 0 ? [] : [`Last: ${last.join('; ')}`]),
  ].map((line) => slackText(line, lineLimit));
}

/** Null while it is to be decided. */
function verdictLine(state: MessageState, askedAt: number): string | null {
  const after = (at: number) => `after ${durationInWords(Math.floor((at - askedAt) / 60_000))}`;
  switch (state.is) {
    case 'to review':
      return null;
    case 'approved':
      return `Approved by ${state.by} ${after(state.at)}`;
    case 'rejected':
      return `Rejected by ${state.by} ${after(state.at)}: ${state.reason}`;
    default:
      return 'Withdrawn: there is nothing to decide any more';
  }
}
