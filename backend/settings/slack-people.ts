import type { SlackPeopleFound } from '@zo/shared';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { withinTime } from './within-time.ts';

const slackWithinMs = 2_500;
const mostPeople = 2_000;

/** For choosing one, by name. */
export async function slackPeople(slack: Pick<SlackGateway, 'listPeople'> | null): Promise<SlackPeopleFound> {
  if (slack === null) return { status: 'not connected' };
  const answer = await withinTime(slack.listPeople(), slackWithinMs);
  if (answer === null) return { status: 'no answer', reason: 'Slack has not answered yet' };
  const list = answer.value;
  if (list.outcome === 'found') {
    const people = list.value.toSorted((one, other) => one.name.localeCompare(other.name));
    return { status: 'found', people: people.slice(0, mostPeople) };
  }
  return { status: 'no answer', reason: 'reason' in list ? list.reason : 'Slack asks us to slow down' };
}
