import {
  type Definition,
  type DefinitionContext,
  defaultWorkingHours,
  highestPossibleScore,
  maxProblems,
  type Playbook,
  type Problem,
  type PropertyCatalogue,
  parseDays,
  parseDefinition,
  parseScoreLine,
  type ScoreLine,
  type Signal,
  type Span,
  standardCatalogue,
} from '@zo/shared';
import { isMap, isSeq } from 'yaml';
import { playbookKeys } from './playbook-keys.ts';
import { playbookWarnings } from './playbook-warnings.ts';
import { readChannel } from './read-channel.ts';
import { readDoNotContact } from './read-do-not-contact.ts';
import { readEmailDomains, readExcluded } from './read-domains.ts';
import { minutesPerDay, readHandoff } from './read-handoff.ts';
import { missingLeadStatus, readNotAFit } from './read-not-a-fit.ts';
import { readChoice, readParsed } from './read-parsed.ts';
import { readReturn, readReview } from './read-rules.ts';
import { readSignals } from './read-signals.ts';
import { type Entry, isEmpty, YamlSource } from './yaml-source.ts';

export type ReadPlaybook =
  /** `highestScore` is null when a line gives points without limit. */
  { playbook: Playbook; warnings: Problem[]; highestScore: number | null } | { errors: Problem[] };

const maxScoreLines = 100;
const defaultCooldownDays = 30;

type Placed<T> = { value: T; span: Span };

/**
 * Reads a playbook file. All mistakes are found at once, each with its line and column in the file. `catalogue`: the
 * properties of the portal; without it, those every portal has. Never throws.
 */
export function readPlaybook(file: string, catalogue: PropertyCatalogue = standardCatalogue): ReadPlaybook {
  const source = new YamlSource(file);
  if (!source.isWhole) return { errors: inOrder(source.problems) };
  if (isEmpty(source.root))
    return { errors: [{ message: 'The playbook is empty', span: { line: 1, column: 1, length: 1 } }] };
  if (!isMap(source.root)) {
    const message = 'A playbook is made of sections such as "definition:"';
    return { errors: [{ message, span: source.spanOf(source.root) }] };
  }
  const entries = source.entries(source.root, 'The playbook', playbookKeys.playbook);
  const at = (key: string) => {
    const entry = entries.get(key);
    return entry === undefined || isEmpty(entry.value) ? null : entry;
  };
  const textAt = (key: string) => source.textAt(entries, key);

  const signals = at('signals') === null ? [] : readSignals(source, at('signals')!.value);
  const score = readScore(source, at('score'), signals);
  const context: DefinitionContext = { signals: signals.map(({ name }) => name), catalogue };
  const definition = readDefinition(source, entries.get('definition'), context);
  const handoffNode = at('handoff')?.value ?? null;
  if (handoffNode === null)
    source.report('The playbook needs "handoff"', entries.get('handoff')?.keySpan ?? source.spanOf(null));
  const handoff = handoffNode === null ? null : readHandoff(source, handoffNode, context);
  const perDay = minutesPerDay(handoff?.section.workingHours ?? defaultWorkingHours);
  const returns = readReturn(source, at('return')?.value ?? null, context);
  const review = readReview(source, at('review')?.value ?? null, context, perDay);
  const operatorChannel = readChannel(source, entries.get('operator channel'));
  const playbook = {
    signals,
    score: score.map((line) => line.value),
    return: returns?.rule ?? null,
    review: review?.rule ?? null,
    exclude: readExcluded(source, at('exclude')),
    emailDomains: readEmailDomains(source, at('business domains'), at('personal domains')),
    freePlans: readPlans(source, at('free plans')),
    contacts:
      readChoice<Playbook['contacts']>(source, textAt('contacts'), [
        'create at crossing',
        'update only',
        'create all',
      ]) ?? 'create at crossing',
    companies: readChoice<Playbook['companies']>(source, textAt('companies'), ['create', 'update only']) ?? 'create',
    cooldownDays: readParsed(source, textAt('cooldown'), readCooldown) ?? defaultCooldownDays,
    ignoreBrowserEvents: readChoice(source, textAt('ignore browser events'), ['true', 'false']) === 'true',
    operatorChannel,
    doNotContact: readDoNotContact(source, at('do not contact'), context),
    notAFit: readNotAFit(source, at('not a fit')?.value ?? null, catalogue),
  } satisfies Partial<Playbook>;

  if (source.problems.length > 0 || definition === null || handoff === null)
    return { errors: inOrder(source.problems) };
  return {
    playbook: { ...playbook, definition: definition.value, ...handoff.section },
    warnings: inOrder([
      ...playbookWarnings({ definition, score, return: returns, review, handoff, operatorChannel }),
      ...missingLeadStatus(playbook.notAFit, catalogue, entries.get('not a fit')?.keySpan ?? source.spanOf(null)),
    ]),
    highestScore: highestPossibleScore(playbook.score),
  };
}

function readScore(source: YamlSource, entry: Entry | null, signals: Signal[]): Placed<ScoreLine>[] {
  if (entry === null) return [];
  if (!isSeq(entry.value)) {
    source.report('score must be a list of lines', source.spanOf(entry.value), {
      suggestion: '"- +25 when activated"',
    });
    return [];
  }
  const names = signals.map((signal) => signal.name);
  const texts = source.textsOf(entry);
  if (texts.length > maxScoreLines) source.report(`There are at most ${maxScoreLines} score lines`, entry.keySpan);
  return texts.slice(0, maxScoreLines).flatMap((text) => {
    const value = readParsed(source, text, (line) => parseScoreLine(line, names));
    return value === null ? [] : [{ value, span: text.span }];
  });
}

function readDefinition(
  source: YamlSource,
  entry: Entry | undefined,
  context: DefinitionContext,
): Placed<Definition> | null {
  if (entry === undefined) {
    return source.report('The playbook needs "definition"', source.spanOf(null), {
      suggestion: '"definition: A free user becomes an SQL when …"',
    });
  }
  const text = source.textOf(entry);
  const value = readParsed(source, text, (sentence) => parseDefinition(sentence, context));
  return value === null || text === null ? null : { value, span: text.span };
}

function readPlans(source: YamlSource, entry: Entry | null): string[] {
  if (entry === null) return ['free', 'trial'];
  const plans = source.textsOf(entry).map(({ text }) => text.trim());
  if (plans.length > 50) source.report('There are at most 50 free plans', entry.keySpan);
  return [...new Set(plans)];
}

function readCooldown(text: string) {
  return parseDays(/^\s*\d+\s*$/.test(text) ? `${text.trim()} days` : text, 365);
}

function inOrder(problems: Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.span.line - b.span.line || a.span.column - b.span.column).slice(0, maxProblems);
}
