/** The writer of a value in words. Pure. */
import type { PropertyVersion } from '../hubspot/read-history.ts';
import { flowIdOf, isWorkflow, userIdOf } from './foreign-writes.ts';

export type KnownNames = {
  /** By HubSpot's id of the workflow. */
  workflows: ReadonlyMap<string, string>;
  /** E-mail addresses by user id. */
  users: ReadonlyMap<string, string>;
};

/** 'user 501 (maria@acme.test)', 'workflow "Scoring"', 'integration 999', 'import 12'. */
export function nameWriter(version: PropertyVersion, { workflows, users }: KnownNames): string {
  const { sourceType, sourceId, sourceLabel } = version;
  const flowId = flowIdOf(version);
  if (flowId !== null) {
    const name = workflows.get(flowId);
    return name === undefined ? `workflow ${flowId}` : `workflow "${name}"`;
  }
  if (isWorkflow(version)) return withName('a workflow', sourceLabel);
  const userId = userIdOf(version);
  if (userId !== null) return withName(`user ${userId}`, users.get(userId) ?? sourceLabel);
  if (sourceType === 'INTEGRATION' || sourceType === 'API') {
    return withName(sourceId === null ? 'an integration' : `integration ${sourceId}`, sourceLabel);
  }
  if (sourceType === 'IMPORT') return withName(sourceId === null ? 'an import' : `import ${sourceId}`, sourceLabel);
  // What its id counts is not known; where it is every single write, each would seem to be another writer.
  return withName(sourceType.toLowerCase().replaceAll('_', ' ') || 'somebody', sourceLabel);
}

function withName(words: string, name: string | null | undefined): string {
  return name ? `${words} (${name})` : words;
}
