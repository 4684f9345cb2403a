/** How our workflows are recognised in a portal: by the name they start with and by a marker in their description. */
export type WorkflowKind = 'handoff' | 'return';

export const workflowNames: Record<WorkflowKind, string> = {
  handoff: 'Zo | SQL handoff',
  return: 'Zo | Return to marketing',
};

/** Looked for in workflows whose names begin with `namePrefix`, because listings have no descriptions. One whose id is known may be renamed. */
export const workflowMarkers: Record<WorkflowKind, string> = {
  handoff: '[zo-handoff:sql-handoff]',
  return: '[zo-handoff:return-to-marketing]',
};

export const namePrefix = 'Zo |';

export type DescriptionParts = {
  sentence: string;
  /** Parts of the sentence that HubSpot's filters cannot say. */
  carried?: string[];
  /** Where to read more: the app's page in this portal, or our public address. */
  link: string | null;
};

export function describeWorkflow(kind: WorkflowKind, { sentence, carried = [], link }: DescriptionParts): string {
  return [
    sentence.trim().replace(/\s+/g, ' '),
    carried.length === 0 ? null : carriedWords(carried),
    // No version: a save that changes nothing here would make every workflow differ.
    'Kept up to date by Zo Handoff: change the playbook, not the enrolment.',
    link,
    workflowMarkers[kind],
  ]
    .filter((line) => line !== null)
    .join('\n');
}

const mostCarriedShown = 3;

/** HubSpot shows descriptions short, so a long list is cut. */
function carriedWords(carried: string[]): string {
  const more = carried.length - mostCarriedShown;
  const shown = carried.slice(0, mostCarriedShown).join('; ');
  return `zo_sql_ready says what HubSpot's filters cannot: ${shown}${more > 0 ? `; and ${more} more` : ''}.`;
}
