/** Why the app asks for each scope: every scope with the features that need it and the calls they make. */
import { hubspotCalls, optionalScopes, requiredScopes } from '../../../backend/hubspot/scopes.ts';
import { code, table } from '../markdown.ts';

/** What the app does without a scope that is optional. */
const without: Record<string, string> = {
  automation: 'No workflow of ours: the service hands off by itself (direct mode).',
  'crm.lists.read': 'The two lists are not made; nothing depends on them.',
  'crm.lists.write': 'The two lists are not made; nothing depends on them.',
  'crm.objects.deals.read': 'An open deal does not keep a contact from being handed off, and outcomes are not known.',
};

export function scopeTable(): string {
  const rows = (scopes: string[], need: string) =>
    scopes.map((scope) => {
      const calls = hubspotCalls.filter((row) => row.scope === scope);
      const why = [...new Set(calls.map(({ feature }) => `${feature[0]!.toUpperCase()}${feature.slice(1)}`))].join(
        '. ',
      );
      return [code(scope), need, `${why}.`, calls.map(({ call }) => call).join(', '), withoutOf(scope, need)];
    });
  return table(
    ['scope', 'asked for as', 'what it is for', 'calls', 'without it'],
    [...rows(requiredScopes, 'required'), ...rows(optionalScopes, 'optional')],
  );
}

function withoutOf(scope: string, need: string): string {
  if (need === 'required') return 'The app cannot be installed.';
  const words = without[scope];
  if (words === undefined) throw new Error(`Say in scope-table.ts what the app does without ${scope}`);
  return words;
}
