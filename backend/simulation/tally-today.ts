/** A draft held against people one by one, as of today, and what that adds up to. Pure. */
import {
  type CompanyUsage,
  conditionsOf,
  type GateReason,
  labelOfProperty,
  localDay,
  type Playbook,
  readinessWords,
  type Usage,
  usedHubspotProperties,
} from '@zo/shared';
import { type Assessment, assess } from '../handoff/assess.ts';
import { mayNotContact } from '../handoff/do-not-contact.ts';
import { decideGate } from '../handoff/gate.ts';
import { gateQuestion } from '../handoff/gate-question.ts';
import { isInternalEmail } from '../handoff/internal.ts';
import { evaluateReview } from '../handoff/review-rule.ts';
import { isSamplePerson } from '../sample/is-sample.ts';
import type { TodayInput } from '../store/simulation-store.ts';
import type { NamedChange, NamedChanges, ReadyCount, TodayReport } from './simulation-report.ts';

const mostNamed = 50;
const fewPeople = 3;
const everyone = { share: 0.9, atLeast: 10 };

export type TodayContext = {
  present: Playbook | null;
  draft: Playbook;
  timeZone: string;
  stageOrder: string[];
  now: number;
};

/** What the draft counts, where it counts otherwise than the playbook in force. */
export type DraftUsage = { person: Usage; company: CompanyUsage | null };

export type TodayTally = {
  add(input: TodayInput, draftUsage: DraftUsage | null): void;
  report(): Omit<TodayReport, 'isRecounted'>;
};

type Standing = Assessment & { gate: GateReason };

export function tallyToday(context: TodayContext): TodayTally {
  const { present, draft, timeZone, now } = context;
  const dayOf = (ms: number) => localDay(ms, timeZone);
  const today = dayOf(now);
  const labels = labelsOf(draft);
  const count = { present: noneReady(), draft: noneReady() };
  const changes = { added: noChanges(), removed: noChanges() };
  const scores = { rise: 0, fall: 0 };
  const notRead = { people: 0, properties: new Map<string, number>() };
  let people = 0;

  function stand(input: TodayInput, playbook: Playbook, counted: DraftUsage | null): Standing {
    const { person, company, record } = input;
    const assessment = assess({
      playbook,
      profile: person.profile,
      usage: counted?.person ?? person.usage,
      company: company && { groupIds: company.profile.groupIds, usage: counted?.company ?? company.usage },
      hubspot: record?.facts ?? null,
      today,
      dayOf,
    });
    const question = gateQuestion(
      input,
      { playbook, stageOrder: context.stageOrder, goLiveAt: now, now },
      {
        isReady: assessment.readiness.ready === 'yes',
        readyBy: null,
        crossedAt: now,
        isInternal: isInternalEmail(assessment.email, playbook.exclude),
        points: assessment.score.points,
        asksForReview: evaluateReview(playbook, assessment.values) === 'yes',
        doNotContact: mayNotContact(playbook, assessment.values),
      },
    );
    return { ...assessment, gate: decideGate(question) };
  }

  return {
    add(input, draftUsage) {
      if (isSamplePerson(input.person.profile)) return;
      const isKnown = input.person.profile.userIds.length > 0 || (input.record?.recordId ?? null) !== null;
      if (!isKnown) return;
      people += 1;
      const before = present && stand(input, present, null);
      const after = stand(input, draft, draftUsage);
      const wasReady = before?.readiness.ready === 'yes';
      const isReady = after.readiness.ready === 'yes';
      if (before && wasReady) countReady(count.present, before.gate);
      if (isReady) countReady(count.draft, after.gate);
      if (isReady && !wasReady) note(changes.added, after.gate, () => nameChange(input, before, after, after.gate));
      if (before && wasReady && !isReady) {
        note(changes.removed, before.gate, () => nameChange(input, before, after, before.gate));
      }
      if (before && after.score.points > before.score.points) scores.rise += 1;
      if (before && after.score.points < before.score.points) scores.fall += 1;
      const unread = after.readiness.ready === 'unknown' ? unreadProperties(input, after, labels) : [];
      if (unread.length > 0) notRead.people += 1;
      for (const label of unread) notRead.properties.set(label, (notRead.properties.get(label) ?? 0) + 1);
    },
    report: () => ({
      people,
      present: present && count.present,
      draft: count.draft,
      added: finish(changes.added),
      removed: finish(changes.removed),
      scores,
      notRead: {
        people: notRead.people,
        properties: [...notRead.properties].map(([label, people]) => ({ label, people })),
      },
      takesEveryone: isEveryone(count.draft.ready, people) && !isEveryone(present ? count.present.ready : 0, people),
    }),
  };
}

/** Nine in ten of at least ten, or all of more than a handful. */
function isEveryone(ready: number, people: number): boolean {
  if (ready === people) return people >= fewPeople;
  return ready >= everyone.atLeast && ready >= everyone.share * people;
}

function noneReady(): ReadyCount {
  return { ready: 0, free: 0, heldBack: {} };
}

function countReady(count: ReadyCount, gate: GateReason): void {
  count.ready += 1;
  if (isFree(gate)) count.free += 1;
  else count.heldBack[gate] = (count.heldBack[gate] ?? 0) + 1;
}

function isFree(gate: GateReason): boolean {
  return gate === 'open' || gate === 'in_review';
}

function noChanges(): NamedChanges {
  return { count: 0, free: 0, people: [] };
}

/** Keeps the highest scores, and a bounded number of them. */
function note(changes: NamedChanges, gate: GateReason, name: () => NamedChange): void {
  changes.count += 1;
  if (isFree(gate)) changes.free += 1;
  changes.people.push(name());
  if (changes.people.length >= 4 * mostNamed) changes.people = finish(changes).people;
}

function finish({ count, free, people }: NamedChanges): NamedChanges {
  const byScore = people.toSorted((one, other) => other.score - one.score || one.personId - other.personId);
  return { count, free, people: byScore.slice(0, mostNamed) };
}

function nameChange(
  { person, company, record }: TodayInput,
  before: Standing | null,
  after: Standing,
  gate: GateReason,
): NamedChange {
  const facts = record?.facts ?? null;
  const { profile } = person;
  const first = facts?.firstName ?? profile.firstName;
  const last = facts?.lastName ?? profile.lastName;
  const name = [first, last].filter(Boolean).join(' ');
  return {
    personId: person.personId,
    name: name || after.email || profile.userIds[0] || `person ${person.personId}`,
    email: after.email,
    company: facts?.primaryCompany?.name ?? company?.profile.name ?? null,
    score: after.score.points,
    gate,
    before: before && readinessWords(before.readiness),
    after: readinessWords(after.readiness),
  };
}

type Labels = { object: 'contact' | 'company'; name: string; label: string }[];

function labelsOf(draft: Playbook): Labels {
  const used = usedHubspotProperties(draft);
  const labels = new Map<string, Labels[number]>();
  for (const condition of conditionsOf(draft.definition.expression)) {
    if (!('property' in condition)) continue;
    const { object, name } = condition.property;
    if (!used[object].includes(name)) continue;
    const words = labelOfProperty(condition.property).toLowerCase();
    labels.set(`${object} ${name}`, { object, name, label: object === 'company' ? `company ${words}` : words });
  }
  return [...labels.values()];
}

/** Of a contact without a company in HubSpot there is nothing to be read of the company. */
function unreadProperties({ record }: TodayInput, { values }: Assessment, labels: Labels): string[] {
  const facts = record?.facts ?? null;
  const unread = labels.filter(({ object, name }) => {
    if (Object.hasOwn(values[object], name)) return false;
    return facts === null || (facts.exists && (object === 'contact' || facts.primaryCompany !== null));
  });
  return unread.map(({ label }) => label);
}
