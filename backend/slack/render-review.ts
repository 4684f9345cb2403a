/** A crossing as reviewers read it: what is at stake, why it crossed, and afterwards who decided. */
import { durationInWords, plainRule, type RecentEvent, type Score, timeAgo } from '@zo/shared';
import type { MessageState } from '../handoff/message-view.ts';
import { header, joinWithin, section, sectionLimit, textLimit } from './blocks.ts';
import { buttonRows } from './buttons.ts';
import { nameAtCompany, type PersonNamed, sizeWords, tidyName } from './person-text.ts';
import type { RenderedMessage, ShownState } from './render-alert.ts';
import { safeUrl, slackText } from './slack-text.ts';

export type ReviewFacts = PersonNamed & {
  employees: number | null;
  askedAt: number;
  /** The expected contract value, a year; null where it is not known. */
  contractValue: number | null;
  /** Name of whoever decided; null: nobody has, or only their address is known. */
  decidedBy: string | null;
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
  const verdict = verdictLine(state, facts);
  const stake = stakeLines(state, facts.contractValue).map((line) => slackText(line, lineLimit));
  const why = facts.whyNow === null ? [] : [slackText(`Why now: ${facts.whyNow}`, lineLimit)];
  // Once somebody has decided, the lines of the score stand in the receipts.
  const known = knownLines(verdict === null ? facts : { ...facts, events: [] }, verdict === null);
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

function stakeLines(state: MessageState, contractValue: number | null): string[] {
  const worth =
    contractValue === null ? [] : [`Expected contract value: ${contractValue.toLocaleString('en-US')} a year`];
  if (state.is !== 'to review') return worth;
  return [
    ...(state.isLate ? ['Nobody has decided yet, for longer than agreed.'] : []),
    ...worth,
    `Rule: ${plainRule(state.rule)}`,
  ];
}

function knownLines({ score, events, now }: ReviewFacts, withReceipt: boolean): string[] {
  const receipt = withReceipt ? (score?.receipt ?? []) : [];
  const lines = receipt.filter(({ points }) => points !== 0).slice(0, mostScoreLines);
  const last = events.slice(0, mostEvents).map(({ name, at }) => `${tidyName(name)}, ${timeAgo(now - at)}`);
  return [
    ...(score === null ? [] : [`Score ${score.points}`]),
    ...lines.map(({ points, value }) => `• ${points > 0 ? '+' : '−'}${Math.abs(points)} ${value}`),
    ...(last.length === 0 ? [] : [`Last: ${last.join('; ')}`]),
  ].map((line) => slackText(line, lineLimit));
}

/** Null while it is to be decided. */
function verdictLine(state: MessageState, { askedAt, decidedBy }: ReviewFacts): string | null {
  const after = (at: number) => {
    const minutes = Math.floor((at - askedAt) / 60_000);
    return minutes < 1 ? 'at once' : `after ${durationInWords(minutes)}`;
  };
  switch (state.is) {
    case 'to review':
      return null;
    case 'approved':
      return `Approved by ${decidedBy ?? state.by} ${after(state.at)}`;
    case 'rejected':
      return `Rejected by ${decidedBy ?? state.by} ${after(state.at)}: ${state.reason}`;
    default:
      return 'Withdrawn: there is nothing to decide any more';
  }
}
