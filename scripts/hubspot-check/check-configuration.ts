/** Everything HubSpot checks only online, over one variant of the project. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { optionRoutes, workflowActions } from '@zo/shared';
import { hubspotCalls, optionalScopes, requiredScopes } from '../../backend/hubspot/scopes.ts';
import { type AuthVariant, asVariant } from './auth-variant.ts';
import { checkActionFields } from './checks/action-fields.ts';
import { checkEntrypoints } from './checks/entrypoints.ts';
import { checkFolders } from './checks/folders.ts';
import { checkLabels } from './checks/labels.ts';
import { checkPackages, checkShared } from './checks/packages.ts';
import { checkRequiredKeys } from './checks/required-keys.ts';
import { checkJustified, checkScopes } from './checks/scopes.ts';
import { checkUrls } from './checks/urls.ts';
import { checkWebhooks } from './checks/webhooks.ts';
import type { HubspotProject, Problem } from './project.ts';

export function checkConfiguration(project: HubspotProject, variant: AuthVariant, projectDir: string): Problem[] {
  const checked = asVariant(project, variant);
  const shared = { file: 'shared/package.json', content: readShared(projectDir) };
  return [
    ...checkFolders(checked),
    ...checkRequiredKeys(checked),
    ...checkEntrypoints(checked),
    ...checkLabels(checked),
    ...checkActionFields(checked, workflowActions, optionRoutes),
    ...checkScopes(checked, { required: requiredScopes, optional: optionalScopes }),
    ...checkJustified(checked, hubspotCalls),
    ...checkUrls(checked),
    ...checkWebhooks(checked),
    ...checkPackages(checked),
    ...checkShared(shared),
  ];
}

function readShared(projectDir: string) {
  return JSON.parse(readFileSync(path.join(projectDir, 'shared', 'package.json'), 'utf8'));
}
