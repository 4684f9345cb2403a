/** A draft of the playbook as an operator sends it: the whole text, or only another definition for the one in force. */
import type { Playbook, Problem, PropertyDefinition } from '@zo/shared';
import type { ReadPlaybook } from '../playbook/read-playbook.ts';
import { problemsInDefinition, replaceDefinition } from '../playbook/replace-definition.ts';
import type { PortalStore, StoredPlaybook } from '../store/store.ts';

export type Draft = { source: string } | { definition: string };

export type ReadDraft = {
  source: string;
  playbook: Playbook;
  /** HubSpot's definitions of the properties it uses. */
  properties: PropertyDefinition[];
  /** The version the draft would follow; null for none. */
  newest: StoredPlaybook | null;
};

/** Reads a playbook's text with the portal's own properties. */
export type ReadSource = (
  portalId: number,
  source: string,
) => Promise<{ read: ReadPlaybook; properties: PropertyDefinition[] }>;

/** The problems point into the text that was sent. */
export class InvalidDraftError extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems.map(({ message, span }) => `${span.line}:${span.column} ${message}`).join('; '));
    this.name = 'InvalidDraftError';
    this.problems = problems;
  }
}

export async function readDraft(
  { store, readSource }: { store: Pick<PortalStore, 'playbook'>; readSource: ReadSource },
  portalId: number,
  draft: Draft,
): Promise<ReadDraft> {
  const newest = await store.playbook(portalId);
  if ('source' in draft) {
    const { read, properties } = await readSource(portalId, draft.source);
    if ('errors' in read) throw new InvalidDraftError(read.errors);
    return { source: draft.source, playbook: read.playbook, properties, newest };
  }
  const replaced = newest && replaceDefinition(newest.source, draft.definition);
  if (replaced === null) {
    const message = 'There is no definition to be replaced: send the whole playbook';
    throw new InvalidDraftError([{ message, span: { line: 1, column: 1, length: 1 } }]);
  }
  const { read, properties } = await readSource(portalId, replaced.source);
  if ('errors' in read) throw new InvalidDraftError(problemsInDefinition(read.errors, replaced));
  return { source: replaced.source, playbook: read.playbook, properties, newest };
}
