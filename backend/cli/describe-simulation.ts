/** What a draft would do, in words for the terminal. */
import { type GateReason, gateWording } from '@zo/shared';
import type {
  NamedChange,
  NamedChanges,
  ReadyCount,
  Simulation,
  TodayReport,
} from '../simulation/simulation-report.ts';

const mostShown = 15;

export function describeSimulation({ today }: Pick<Simulation, 'today'>): string {
  return [
    ...headline(today),
    ...named('New', '+', today.added, ({ before }) => (before === null ? '' : `: was ${before}`)),
    ...named('No longer', '-', today.removed, ({ after }) => `: would be ${after}`),
    ...scores(today),
    ...notRead(today),
    ...recounted(today),
    ...(today.takesEveryone
      ? [
          `Warning: with this draft ${today.draft.ready} of ${today.people} people are ready: it hardly tells them apart.`,
        ]
      : []),
  ].join('\n');
}

export function changesPeople({ added, removed }: TodayReport): boolean {
  return added.count + removed.count > 0;
}

function headline({ people, present, draft, added, removed }: TodayReport): string[] {
  const of = `of ${people} ${people === 1 ? 'person' : 'people'}`;
  if (present === null) return [`${draft.ready} ${of} ready with this playbook; free to be handed off: ${free(draft)}`];
  return [
    `${present.ready} ready; with this draft ${draft.ready}: +${added.count}, −${removed.count} (${of})`,
    `Free to be handed off: ${present.free}; with this draft ${free(draft)}`,
  ];
}

function free({ free, heldBack }: ReadyCount): string {
  const held = Object.entries(heldBack).map(([gate, count]) => `${count} ${label(gate as GateReason)}`);
  return `${free}${held.length === 0 ? '' : ` (held back: ${held.join(', ')})`}`;
}

function label(gate: GateReason): string {
  return gateWording[gate].label.toLowerCase();
}

function named(
  title: string,
  sign: string,
  { count, people }: NamedChanges,
  why: (one: NamedChange) => string,
): string[] {
  if (count === 0) return [];
  const shown = people.slice(0, mostShown).map((one) => {
    const about = [one.email !== one.name && one.email, one.company, `score ${one.score}`].filter(Boolean).join(', ');
    const held = one.gate === 'open' || one.gate === 'in_review' ? '' : ` [${label(one.gate)}]`;
    return `  ${sign} ${one.name} (${about})${held}${why(one)}`;
  });
  const rest = count - shown.length;
  return [`${title}:`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

function scores({ scores: { rise, fall } }: TodayReport): string[] {
  return rise + fall === 0 ? [] : [`Scores: ${rise} rise, ${fall} fall`];
}

function recounted({ isRecounted, present }: TodayReport): string[] {
  if (!isRecounted) return [];
  return [
    present === null
      ? 'The kept events were counted for this playbook: none has counted them yet.'
      : 'The kept events were counted again for this draft: it counts other events.',
  ];
}

/** "12 depend on job title, not read from HubSpot yet". */
function notRead({ notRead }: TodayReport): string[] {
  return notRead.properties.map(
    ({ label, people }) =>
      `${people} ${people === 1 ? 'depends' : 'depend'} on ${label}, not read from HubSpot yet; not counted as ready`,
  );
}
