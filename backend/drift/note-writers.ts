/** What follows from foreign writes: one alarm and one note for each writer and property, until none is seen for a week. Pure. */
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

export function noteWriters(before: ForeignWriter[], seen: SeenWrite[], now: number): WriterConsequences {
  const known = new Map(before.map((writer) => [writer.key, writer]));
  for (const { object, property, writer, example } of seen) {
    const key = `writer:${object}:${property}:${writer}`;
    const firstSeenAt = known.get(key)?.firstSeenAt ?? now;
    known.set(key, { key, object, property, writer, example, firstSeenAt, lastSeenAt: now });
  }
  const all = [...known.values()];
  const writers = all.filter(({ lastSeenAt }) => now - lastSeenAt < forgottenAfterMs);
  const isSeen = (writer: ForeignWriter) => writer.lastSeenAt === now;
  return {
    writers,
    raise: writers.filter(isSeen).map((writer) => ({ key: writer.key, message: writerWords(writer) })),
    clear: all.filter((writer) => !writers.includes(writer)).map(({ key }) => key),
    notes: writers.filter(isSeen).map((writer) => ({
      kind: 'post drift note',
      key: `${writer.key}:${writer.firstSeenAt}`,
      lane: operatorLane,
      priority: priorities.routine,
      headline: `${writer.writer} writes ${writer.property}, which only Zo should write`,
      lines: [exampleWords(writer), writtenBackWords],
      restores: null,
    })),
  };
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
