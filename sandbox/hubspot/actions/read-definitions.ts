/** Reads the app's workflow actions from its project files, as an upload to HubSpot would register them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../http/router.ts';
import type { ActionDefinition } from '../portal/tables.ts';

/** Definition ids are random at every start: nothing may rely on them. */
export function readActionDefinitions(projectDir: string | undefined): ActionDefinition[] {
  return readComponents(projectDir, 'workflow-actions').map(({ uid, config }) => {
    const inputs = listOf(config.inputFields);
    const typeOf = (field: Record<string, unknown>) => (isObject(field.typeDefinition) ? field.typeDefinition : {});
    const requested = isObject(config.objectRequestOptions) ? config.objectRequestOptions.properties : [];
    return {
      uid,
      definitionId: String(10_000_000 + Math.floor(Math.random() * 80_000_000)),
      version: 1 + Math.floor(Math.random() * 5),
      actionUrl: String(config.actionUrl ?? ''),
      objectTypes: strings(config.objectTypes),
      requestedProperties: strings(requested),
      inputNames: inputs.map((field) => String(typeOf(field).name)),
      requiredInputs: inputs.filter((field) => field.isRequired === true).map((field) => String(typeOf(field).name)),
      outputNames: listOf(config.outputFields).map((field) => String(typeOf(field).name)),
      options: Object.fromEntries(
        inputs
          .map(typeOf)
          .flatMap(({ name, optionsUrl }) => (typeof optionsUrl === 'string' ? [[String(name), optionsUrl]] : [])),
      ),
      labels: isObject(config.labels) ? config.labels : {},
      isPublished: config.isPublished === true,
    };
  });
}

export type Component = { uid: string; config: Record<string, unknown> };

export function readComponents(projectDir: string | undefined, kind: 'workflow-actions' | 'webhooks'): Component[] {
  if (!projectDir) return [];
  const folder = path.join(projectDir, 'app', kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('-hsmeta.json'))
    .sort()
    .map((file) => {
      const parsed: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
      if (!isObject(parsed) || typeof parsed.uid !== 'string' || !isObject(parsed.config))
        throw new Error(`${file} needs uid and config`);
      return { uid: parsed.uid, config: parsed.config };
    });
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
