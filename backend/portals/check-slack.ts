/** What the app may do in Slack, and whether it is in the channels that the playbook names. */
import type { Playbook } from '@zo/shared';
import { missingScopes } from '../slack/scopes.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { Check } from './doctor.ts';

type Gateway = Pick<SlackGateway, 'testAuth' | 'findChannel' | 'listChannels'>;

/** Where Slack does not answer, that is told elsewhere. */
export async function slackChecks(slack: Gateway, playbook: Playbook | null): Promise<Check[]> {
  const identity = await slack.testAuth();
  if (identity.outcome !== 'found') return [];
  const places = playbook === null ? [] : await channelChecks(slack, playbook);
  return [scopesCheck(identity.value.scopes), ...places];
}

/** Pure. */
export function scopesCheck(granted: readonly string[]): Check {
  const name = 'Slack scopes';
  const missing = missingScopes(granted);
  if (missing.length === 0) return { name, state: 'ok', detail: 'all granted', remedy: null };
  const costs = missing.map(({ scope, feature }) => `${scope}, to ${feature}`).join('; ');
  const state = missing.some(({ isRequired }) => isRequired) ? 'problem' : 'warning';
  return { name, state, detail: `missing ${costs}`, remedy: 'Connect Slack again, or install the Slack app anew.' };
}

async function channelChecks(slack: Gateway, { handoff, return: back, review, operatorChannel }: Playbook) {
  const named = [handoff.channel, back?.channel, review?.channel, operatorChannel].filter((name) => name != null);
  const list = await slack.listChannels();
  const known = list.outcome === 'found' ? list.value : [];
  const checks: Check[] = [];
  for (const name of new Set(named)) {
    const found = await slack.findChannel(name);
    if (found.outcome === 'absent') {
      checks.push(
        problem(`${name}: ${found.reason}`, 'Make it or invite the app (/invite @Zo), or correct the playbook.'),
      );
      continue;
    }
    if (found.outcome !== 'found') continue;
    const isMember = known.find(({ id }) => id === found.value.id)?.isMember;
    checks.push(
      isMember === false
        ? problem(`the app is not in ${name}: nothing arrives there`, `Write /invite @Zo in ${name}.`)
        : { name: 'Slack channel', state: 'ok', detail: `${name} is there, and the app is in it`, remedy: null },
    );
  }
  return checks;
}

function problem(detail: string, remedy: string): Check {
  return { name: 'Slack channel', state: 'problem', detail, remedy };
}
