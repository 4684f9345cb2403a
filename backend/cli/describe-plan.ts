/** A plan, and what became of it, as an operator reads it: like a diff. Pure. */
import type { PlanAnswer, ProvisionAnswer, ShownStep } from '../portals/provision-portal.ts';
import { artefactWords } from '../provision/artefact.ts';
import type { OwnerFound } from '../provision/check-owners.ts';
import { momentWords } from '../text/moment-words.ts';

/** `timeZone`: the portal's. */
export function describePlan(plan: PlanAnswer, timeZone: string): string[] {
  return [
    ...plan.steps.map(describeStep),
    `= ${plan.asWanted} as they should be`,
    ...plan.notes.map((note) => `! ${note}`),
    ...describeOwners(plan.owners),
    ...describeGoingLive(plan, timeZone),
    ...(plan.refusals.length === 0 ? [] : ['Refused, nothing can be applied:', ...indented(plan.refusals)]),
  ];
}

export function describeOutcome(answer: ProvisionAnswer, timeZone: string): string[] {
  const refused = answer.done.filter((step) => step.refused !== null);
  const done = answer.done.filter((step) => step.refused === null);
  const count = (act: ShownStep['act']) => done.filter((step) => step.act === act).length;
  return [
    `${count('create')} created, ${count('change')} changed, ${count('switch on')} switched on, ${answer.asWanted} as they should be`,
    ...refused.map((step) => `x refused: ${artefactWords(step)}: ${step.refused}`),
    ...answer.leftAlone.map(describeStep),
    ...answer.notes.map((note) => `! ${note}`),
    ...describeLive(answer, timeZone),
  ];
}

export function describeStep(step: ShownStep): string {
  const artefact = artefactWords(step);
  switch (step.act) {
    case 'create':
      return `+ create ${artefact} (${step.words.join(', ')})${step.wasDeleted ? ': deleted by hand, created again' : ''}`;
    case 'change':
      return withWords(
        `~ change ${artefact}${step.isForced ? ', overwriting what was changed by hand' : ''}`,
        step.words,
      );
    case 'switch on':
      return `> switch on ${artefact} (${step.words.join(', ')})`;
    case 'leave alone':
      return describeLeftAlone(step, artefact);
    case 'refuse':
      return withWords(`x refused: ${artefact}`, step.words);
  }
}

function describeLeftAlone({ words, remedy, kind }: ShownStep, artefact: string): string {
  const remedied = remedy === null ? '' : `; ${remedy}`;
  const isAboutBeingOn = kind === 'workflow' && words.length === 1 && /^(is|stays) off/.test(words[0]!);
  if (isAboutBeingOn) return `! left alone: ${artefact} ${words[0]}${remedied}`;
  return withWords(`! left alone: ${artefact} was changed by hand${remedied}`, words);
}

/** One difference stands on the same line, several each on one of their own. */
function withWords(head: string, words: string[]): string {
  if (words.length === 1) return `${head}: ${words[0]}`;
  return [`${head}:`, ...indented(words)].join('\n');
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

const inHubspot = {
  active: 'active in HubSpot',
  inactive: 'deactivated in HubSpot',
  unknown: 'not an owner in HubSpot',
};
const inSlack: Record<OwnerFound['slack'], string> = {
  found: 'found in Slack',
  absent: 'nobody in Slack: alerts for them go to the channel only',
  'not connected': 'Slack is not connected',
  'no answer': 'Slack gave no answer',
};

function describeOwners(owners: OwnerFound[]): string[] {
  if (owners.length === 0) return [];
  const lines = owners.map(({ email, name, hubspot, nearest, slack }) => {
    const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
    const who = name === null || name === email ? email : `${email}, ${name}`;
    return `${hubspot === 'active' ? ' ' : 'x'} ${who}: ${inHubspot[hubspot]}${hint}, ${inSlack[slack]}`;
  });
  return ['Owners:', ...lines.map((line) => `  ${line}`)];
}

function describeGoingLive({ goLiveAt, matchingNow, readyNow }: PlanAnswer, timeZone: string): string[] {
  const matching = `${contacts(matchingNow)} the definition in HubSpot now, ${readyNow} of ours`;
  if (goLiveAt !== null) return [`Live since ${momentWords(goLiveAt, timeZone)}. ${matching}.`];
  return [`Watch mode. Going live: ${matching}; none of them is alerted, only who crosses the line from then on.`];
}

function contacts(count: number): string {
  return count === 1 ? '1 contact meets' : `${count} contacts meet`;
}

const mostNamed = 20;

function describeLive({ goLiveAt, mode, matchingNow, readyBefore }: ProvisionAnswer, timeZone: string): string[] {
  return [
    goLiveAt === null
      ? 'Watch mode: crossings are listed and nobody is alerted. Go live with `zo provision --go-live`.'
      : `Live since ${momentWords(goLiveAt, timeZone)}, ${mode} mode.`,
    `${contacts(matchingNow)} the definition in HubSpot now, ${readyBefore.length} of ours; none of them is alerted about the past.`,
    ...readyBefore
      .slice(0, mostNamed)
      .map(({ email, score, gate }) => `  ${email ?? 'no e-mail'}: score ${score}, ${gate}`),
  ];
}
