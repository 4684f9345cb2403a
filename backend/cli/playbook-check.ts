import { createCatalogue, type PropertyCatalogue, type PropertyDefinition, standardCatalogue } from '@zo/shared';
import type { Command } from 'commander';
import { channelWarnings } from '../playbook/channel-warnings.ts';
import { eventWarnings } from '../playbook/event-warnings.ts';
import { explainSentence } from '../playbook/explain-sentence.ts';
import type { SharedChannel } from '../slack/shared-channel.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { describePlaybook } from './describe-playbook.ts';
import { describeProblem } from './describe-problem.ts';
import { eventsSeen } from './events-seen.ts';
import { readPlaybookFile } from './playbook-file.ts';

type Options = { json?: true; portal?: string | true };

/** Whose properties the playbook may name. */
export type CheckedWith = {
  catalogue: PropertyCatalogue;
  of: 'every portal' | 'portal';
  /** Channels of the portal's Slack that another company reads; null: not known. */
  shared: SharedChannel[] | null;
  /** Names of events that have arrived, the most frequent first. */
  seen: string[];
};

const everyPortals: CheckedWith = { catalogue: standardCatalogue, of: 'every portal', shared: null, seen: [] };

/** Filters about days name the portal's zone; their words do not, and no portal is asked here. */
const anyTimeZone = 'UTC';

/** `zo playbook check FILE [--portal [ID]] [--json]`. Exit code 1 when it has mistakes; warnings do not fail it. */
export function addPlaybookCheck(playbook: Command): void {
  playbook
    .command('check')
    .description('Read a playbook file and point at every mistake by line and column')
    .argument('<file>', 'the YAML file')
    .option('--portal [id]', "read it with the portal's own properties, which the running server knows")
    .option('--json', 'answer as one JSON object')
    .action((file: string, { json, portal }: Options) =>
      reportingErrors(async () => {
        const checkedWith =
          portal === undefined ? everyPortals : await portalsOwn(portal === true ? undefined : portal);
        const checked = await checkPlaybook(file, json === true, checkedWith);
        process.stdout.write(`${checked.output}\n`);
        if (!checked.ok) process.exitCode = 1;
      }),
    );
}

async function portalsOwn(portal: string | undefined): Promise<CheckedWith> {
  const client = adminClient();
  const portalId = await client.portalId(portal);
  const { properties } = await client.call<{ properties: PropertyDefinition[] | null }>(
    'GET',
    `/portals/${portalId}/properties`,
  );
  if (properties === null) throw new AdminError(`HubSpot has not told the properties of portal ${portalId} yet.`);
  const { channels: shared } = await client.call<{ channels: SharedChannel[] | null }>(
    'GET',
    `/portals/${portalId}/shared-channels`,
  );
  return { catalogue: createCatalogue(properties), of: 'portal', shared, seen: await eventsSeen(client, portalId) };
}

export async function checkPlaybook(
  file: string,
  asJson: boolean,
  { catalogue, of, shared, seen }: CheckedWith = everyPortals,
): Promise<{ ok: boolean; output: string }> {
  const { source, read } = await readPlaybookFile(file, catalogue);
  if ('errors' in read) {
    const { errors } = read;
    if (asJson) return { ok: false, output: JSON.stringify({ ok: false, propertiesOf: of, errors }) };
    const count = errors.length === 1 ? '1 mistake' : `${errors.length} mistakes`;
    const lines = [...errors.map((error) => describeProblem(file, source, error)), count];
    if (errors.some(({ isUnknownProperty }) => isUnknownProperty)) lines.push(whoseProperties[of]);
    return { ok: false, output: lines.join('\n') };
  }
  const { playbook, highestScore } = read;
  const warnings = [...read.warnings, ...channelWarnings(source, shared), ...eventWarnings(source, seen)];
  const explained = explainSentence(playbook.definition.expression, { timeZone: anyTimeZone });
  const { sentence } = playbook.definition;
  if (asJson) {
    const rules = { return: playbook.return?.text ?? null, review: playbook.review?.text ?? null };
    const answer = { ok: true, propertiesOf: of, sentence, ...explained, highestScore, ...rules, warnings, playbook };
    return { ok: true, output: JSON.stringify(answer) };
  }
  const lines = [
    ...describePlaybook(playbook, explained, highestScore),
    ...warnings.map((warning) => `Warning: ${describeProblem(file, source, warning)}`),
  ];
  return { ok: true, output: lines.join('\n') };
}

const whoseProperties = {
  'every portal':
    "Read with the properties every HubSpot account has; --portal reads with your account's own, which the server knows.",
  portal: "Read with your account's own properties, as HubSpot told them within the last hour.",
};
