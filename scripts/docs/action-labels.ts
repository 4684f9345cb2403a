import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type WorkflowActionName, workflowActionNames } from '@zo/shared';

/** What the workflow editor shows of one of our actions. */
export type ActionLabels = {
  action: string;
  /** By internal name, in the editor's order. */
  inputs: Record<string, { label: string; options: Record<string, string> }>;
};

type Definition = {
  config: {
    inputFields: { typeDefinition: { name: string } }[];
    labels: {
      en: {
        actionName: string;
        inputFieldLabels?: Record<string, string>;
        inputFieldOptionLabels?: Record<string, Record<string, string>>;
      };
    };
  };
};

/** From the definitions that are uploaded to HubSpot. */
export async function readActionLabels(root: string): Promise<Record<WorkflowActionName, ActionLabels>> {
  const read = await Promise.all(
    workflowActionNames.map(async (name) => {
      const file = path.join(root, 'hubspot-project/app/workflow-actions', `${name}-hsmeta.json`);
      const { config } = JSON.parse(await readFile(file, 'utf8')) as Definition;
      const { actionName, inputFieldLabels = {}, inputFieldOptionLabels = {} } = config.labels.en;
      const inputs = config.inputFields.map(({ typeDefinition: { name: input } }) => [
        input,
        { label: inputFieldLabels[input] ?? input, options: inputFieldOptionLabels[input] ?? {} },
      ]);
      return [name, { action: actionName, inputs: Object.fromEntries(inputs) }] as const;
    }),
  );
  return Object.fromEntries(read) as Record<WorkflowActionName, ActionLabels>;
}
