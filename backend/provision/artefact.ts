/** What we make in a portal, apart from records: property groups, properties, workflows and lists. */

import type { RecordType } from '../hubspot/hubspot-record.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import { workflowNames } from '../hubspot/workflow-names.ts';

export type Artefact = {
  kind: 'group' | 'property' | 'workflow' | 'list';
  object: RecordType;
  /** As we name it; people may rename a workflow or a list. */
  name: string;
};

export function groupArtefact(object: RecordType, name: string): Artefact {
  return { kind: 'group', object, name };
}

export function propertyArtefact({ object, name }: { object: RecordType; name: string }): Artefact {
  return { kind: 'property', object, name };
}

export function workflowArtefact(kind: WorkflowKind): Artefact {
  return { kind: 'workflow', object: 'contact', name: workflowNames[kind] };
}

export function listArtefact(name: string): Artefact {
  return { kind: 'list', object: 'contact', name };
}

/** "contact property zo_plan", "workflow "Zo | SQL handoff"". Each artefact has its own words, so they serve as a key too. */
export function artefactWords({ kind, object, name }: Artefact): string {
  if (kind === 'group') return `${object} property group ${name}`;
  return kind === 'property' ? `${object} property ${name}` : `${kind} "${name}"`;
}
