/** `docs/by-hand.md`: the five set-up steps for somebody who builds them in HubSpot's own editors. */
import {
  companyProperties,
  contactProperties,
  type Playbook,
  type PropertyDefinition,
  propertyGroup,
  type WorkflowActionName,
} from '@zo/shared';
import { buildHandoffWorkflow } from '../../backend/hubspot/handoff-workflow.ts';
import { buildReturnWorkflow } from '../../backend/hubspot/return-workflow.ts';
import type { WorkflowBody } from '../../backend/hubspot/workflow-body.ts';
import { namePrefix, workflowMarkers, workflowNames } from '../../backend/hubspot/workflow-names.ts';
import { zoLists } from '../../backend/provision/zo-lists.ts';
import type { ActionLabels } from './action-labels.ts';
import { fieldTypeWords, filterSteps } from './editor-words.ts';
import { code, numbered, table } from './markdown.ts';
import { actionSteps, documentedIds } from './workflow-steps.ts';

/** HubSpot's own, in its order; a portal may have others. */
const stagesBeforeSql = ['subscriber', 'lead', 'marketingqualifiedlead'];

export function byHand(playbook: Playbook, labels: Record<WorkflowActionName, ActionLabels>): string {
  const about = { link: null, actionIds: documentedIds };
  const handoff = buildHandoffWorkflow({ ...about, playbook, stagesBeforeSql });
  const returning = buildReturnWorkflow({ ...about, sentence: playbook.return?.text ?? '' });
  return `${[
    introduction,
    properties(),
    enrolment(handoff, playbook),
    handoffActions(handoff, labels),
    returnWorkflow(returning, playbook, labels),
    listsAndGoLive(playbook),
  ].join('\n\n')}\n`;
}

const introduction = `# Set up HubSpot by hand

<!-- Written by \`npm run docs\` from the property catalogue, the action definitions and playbooks/acme.yaml. Do not edit. -->

\`npm run zo -- provision --apply\` does everything below by itself. This page is for a RevOps person who would rather build it
in HubSpot's editors, or wants to audit what was built. Labels may be changed; the internal names in \`code\` must be exactly
these. HubSpot renames its menus now and then: the internal names stay.

You need: a super admin, the app Zo Handoff installed (its four actions then appear in the workflow editor under the app's
name), and a saved playbook. The filters below are those of \`playbooks/acme.yaml\`; \`npm run zo -- playbook check FILE\` prints
those of yours.`;

function properties(): string {
  return `## 1. Properties

The service makes groups and properties itself as soon as it is connected to the portal; do this before, or read it to know what
was made. Settings > Properties. Choose the object, **Create group**: ${propertyGroup.label} (${code(propertyGroup.name)}), on contacts and again on
companies. Then **Create property** for each row, in that group. The editor makes an internal name out of the label: press
\`</>\` beside the label and put the name of the table there before saving, because it cannot be changed later.

### Contact properties

${propertyTable(contactProperties)}

### Company properties

${propertyTable(companyProperties)}`;
}

function propertyTable(list: readonly PropertyDefinition[]): string {
  return table(
    ['internal name', 'label', 'field type', 'options (internal value)', 'description'],
    list.map((property) => [
      code(property.name),
      property.label,
      fieldTypeWords(property),
      property.options?.map(({ label, value }) => `${label} (${code(value)})`).join(', ') ?? '',
      property.description,
    ]),
  );
}

function enrolment(workflow: WorkflowBody, { definition, freePlans }: Playbook): string {
  const { listFilterBranch } = workflow.enrollmentCriteria;
  const groups = listFilterBranch.filterBranches.map(
    (branch, index) =>
      `**Group ${index + 1}**\n\n${filterSteps(branch)
        .map((step) => `- ${step}`)
        .join('\n')}`,
  );
  return `## 2. The workflow's enrolment

The sentence: _${definition.sentence}._

Automations > Workflows > **Create workflow** > From scratch > **Contact-based**.

${numbered([
  `Name it **${workflow.name}**. Put ${code(workflowMarkers.handoff)} at the end of its description: by this mark, in workflows whose names begin with ${code(namePrefix)}, Zo Handoff knows it. Once \`provision --apply\` or \`--go-live\` ran, it is known whatever it is called.`,
  'Trigger: **When filter criteria is met**. Make one group for each of the groups below, joined by OR; within a group everything is joined by AND. Build the first one, then **Clone** it and change what differs.',
  'Company conditions: **Add filter** > **Associated company**; keep both company conditions of a group in one association, so that they hold for the same company.',
  `**Should contacts re-enrol?** Yes, when **Handoff gate** (${code('zo_handoff_gate')}) becomes **Open** (${code('open')}), and nothing else: properties of a company cannot enrol a contact again.`,
  'Do not enrol those who meet the criteria already, and do not take out those who stop meeting them.',
])}

There are ${groups.length} groups because a free user's stage may be empty or before Sales Qualified Lead, and the plan empty or one of ${freePlans.join(', ')}.
With stages of your own, take all that stand before Sales Qualified Lead.

${groups.join('\n\n')}`;
}

function handoffActions(workflow: WorkflowBody, labels: Record<WorkflowActionName, ActionLabels>): string {
  return `## 3. The actions, in this order

${numbered(actionSteps(workflow, labels))}

The order matters: the owner is there before the stage moves, and the alert comes last, because it names both. Other actions may stand
between them.`;
}

function returnWorkflow(
  workflow: WorkflowBody,
  { return: rule }: Playbook,
  labels: Record<WorkflowActionName, ActionLabels>,
): string {
  const [branch] = workflow.enrollmentCriteria.listFilterBranch.filterBranches;
  return `## 4. The return workflow

The sentence: _A handoff returns to marketing when ${rule?.text ?? 'the playbook says so'}._ Zo Handoff watches it, time
included, and says so on the contact.

${numbered([
  `A second contact-based workflow: **${workflowNames.return}** (its name, too, has to begin so), with ${code(workflowMarkers.return)} at the end of its description.`,
  `Trigger: ${filterSteps(branch!).join('; ')}.`,
  `Re-enrolment: yes, when **Handoff status** (${code('zo_handoff_status')}) becomes **Return due** (${code('return_due')}).`,
  `One action. ${actionSteps(workflow, labels).join('\n')}`,
])}

Do not add an action that sets an earlier lifecycle stage: HubSpot ignores it in silence. **${labels['return-to-marketing'].action}** clears the stage
first and sets it then.`;
}

function listsAndGoLive({ freePlans }: Playbook): string {
  const lists = zoLists({ freePlans, stagesBeforeSql }).map(({ name, filterBranch }) => {
    const groups = filterBranch.filterBranches.map((branch, index) => {
      const joint = index === 0 ? '-' : '- or:';
      return `${joint} ${filterSteps(branch).join('; ')}`;
    });
    return `**${name}**\n\n${groups.join('\n')}`;
  });
  return `## 5. Lists, and going live

CRM > Segments (Lists) > **Create** > Contact-based, active. These are for people to look at; nothing depends on them.

${lists.join('\n\n')}

Then:

${numbered([
  'Leave both workflows **off** for some days. Zo Handoff is in watch mode: crossings are listed by `npm run zo -- handoffs`, and nobody is alerted.',
  '`npm run zo -- provision` knows both workflows by their marks and says, in words, where they differ from the playbook. It writes nothing without `--apply`, and leaves what people built alone without `--force`.',
  '`npm run zo -- doctor` says what is missing or differs, with a remedy each.',
  'Turn both workflows **on** in HubSpot, with "No, only enrol contacts who meet the criteria from now on".',
  '`npm run zo -- provision --go-live` begins the handoffs: who crosses from then on is handed off; nobody is alerted about the past.',
])}`;
}
