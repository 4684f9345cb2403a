/**
 * What follows from foreign writes: an alarm for each writer and property until none is seen for a week, and one note for
 * what a writer was first found to write in one look: an import may write twenty properties at once. Pure.
 */
import { type Effect, priorities } from '../outbox/effect.ts';
import type { ForeignWriter } from './drift.ts';
import { operatorLane } from './note-differences.ts';

export type SeenWrite = Pick<ForeignWriter, 'object' | 'property' | 'writer' | 'example'>;

export type WriterConsequences = {
  writers: ForeignWriter[];
  raise: { key: string; message: string }[];
  clear: string[];
  notes: Effect[];
};

const forgottenAfterMs = 7 * 86_400_000;
/** Those seen last; beyond it one more name helps nobody. */
const mostWriters = 100;
/** Of a value, in the record of a write. */
const mostOfValue = 200;

export function noteWriters(before: ForeignWriter[], seen: SeenWrite[], now: number): WriterConsequences {
  const known = new Map(before.map((writer) => [writer.key, writer]));
  for (const { object, property, writer, example } of seen) {
    const key = `writer:${object}:${property}:${writer}`;
    const firstSeenAt = known.get(key)?.firstSeenAt ?? now;
    known.set(key, { key, object, property, writer, example: shortened(example), firstSeenAt, lastSeenAt: now });
  }
  const all = [...known.values()];
  const writers = all
    .filter(({ lastSeenAt }) => now - lastSeenAt < forgottenAfterMs)
    .sort((one, other) => other.lastSeenAt - one.lastSeenAt || one.firstSeenAt - other.firstSeenAt)
    .slice(0, mostWriters);
  const isSeen = (writer: ForeignWriter) => writer.lastSeenAt === now;
  return {
    writers,
    raise: writers.filter(isSeen).map((writer) => ({ key: writer.key, message: writerWords(writer) })),
    clear: all.filter((writer) => !writers.includes(writer)).map(({ key }) => key),
    notes: foundTogether(writers.filter(isSeen)).map((found) => ({
      kind: 'post drift note',
      key: `writer:${found[0]!.writer}:${found[0]!.firstSeenAt}`,
      lane: operatorLane,
      priority: priorities.routine,
      headline: headlineOf(found),
      lines: [
        writtenBackWords,
        ...found.map((one) => (found.length === 1 ? '' : `${one.property}: `) + exampleWords(one)),
      ],
      restores: null,
    })),
  };
}

/** By writer and the look that found it first. */
function foundTogether(writers: ForeignWriter[]): ForeignWriter[][] {
  const groups = new Map<string, ForeignWriter[]>();
  for (const one of writers) {
    const key = `${one.firstSeenAt}:${one.writer}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function headlineOf(found: ForeignWriter[]): string {
  const { writer, property } = found[0]!;
  const more = found.length - 1;
  if (more === 0) return `${writer} writes ${property}, which only Zo should write`;
  return `${writer} writes ${property} and ${more} more ${more === 1 ? 'property' : 'properties'}, which only Zo should write`;
}

function shortened(example: ForeignWriter['example']): ForeignWriter['example'] {
  const { theirs, ours } = example;
  return { ...example, theirs: theirs.slice(0, mostOfValue), ours: ours.slice(0, mostOfValue) };
}

export function writerWords(writer: ForeignWriter): string {
  const { property, object } = writer;
  return `${writer.writer} writes ${property} on ${pluralOf[object]}, which only Zo should write: ${exampleWords(writer)}. ${writtenBackWords}`;
}

const pluralOf = { contact: 'contacts', company: 'companies' } as const;
const writtenBackWords = 'Our value is written back at most once a day per record.';

function exampleWords({ object, example: { recordId, theirs, ours } }: ForeignWriter): string {
  return `on ${object} ${recordId} it wrote ${valueWords(theirs)} over our ${valueWords(ours)}`;
}

function valueWords(value: string): string {
  if (value === '') return 'nothing';
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
