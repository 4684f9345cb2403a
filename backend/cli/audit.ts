import type { Command } from 'commander';
import { deedWords } from '../settings/people-tab.ts';
import type { AuditEntry, Grant } from '../store/settings-store.ts';
import { momentWords } from '../text/moment-words.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';

type Options = { portal?: string; limit: number; before?: number; json?: true };

export function addAudit(zo: Command): void {
  zo.command('audit')
    .description('Show who did what besides saving playbooks (keys, provisioning, going live, grants), newest first')
    .option('--limit <count>', 'at most this many', readCount(200), 20)
    .option('--before <id>', 'only entries before this one', readCount(Number.MAX_SAFE_INTEGER))
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action(({ portal, limit, before, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const page = `limit=${limit}${before === undefined ? '' : `&before=${before}`}`;
        const answer = await client.call<{ entries: AuditEntry[]; grants: Grant[] }>(
          'GET',
          `/portals/${portalId}/audit?${page}`,
        );
        console.log(json ? JSON.stringify(answer) : describeAudit(answer.entries, answer.grants, client.timeZone()));
      }),
    );
}

export function describeAudit(entries: readonly AuditEntry[], grants: readonly Grant[], timeZone: string): string {
  const moment = (at: number) => momentWords(at, timeZone);
  const granted = grants.map(
    ({ email, grantedBy, grantedAt }) => `${email} may change settings: granted by ${grantedBy}, ${moment(grantedAt)}`,
  );
  const lines = entries.map(({ auditId, at, author, deed, detail, ended }) => {
    const what = detail === '' ? deedWords[deed] : `${deedWords[deed]} (${detail})`;
    return `${auditId}  ${moment(at)}  ${author}: ${what}${outcomeWords(ended)}`;
  });
  return [...lines, ...(entries.length === 0 ? ['Nothing yet.'] : []), ...granted].join('\n');
}

function outcomeWords(ended: AuditEntry['ended']): string {
  if (ended === null) return ' - not ended, or nobody knows';
  if (ended.outcome === 'done') return '';
  const reason = (ended.answer as { reason?: string } | null)?.reason;
  return ` - ${ended.outcome}${reason === undefined ? '' : `: ${reason}`}`;
}
