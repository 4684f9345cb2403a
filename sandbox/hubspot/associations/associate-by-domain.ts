import { createRecord, findRecord } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import type { WriteSource } from '../portal/tables.ts';
import { associate, associationsOf } from './associate.ts';

const freeMail = new Set([
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'outlook.com',
  'hotmail.com',
  'icloud.com',
  'proton.me',
  'gmx.de',
]);
const afterMs = 500;
const source: WriteSource = { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'company insights' };

/**
 * HubSpot's setting "create and associate companies with contacts": a moment after a contact was made, its e-mail domain's
 * company is found or made and becomes its primary one, unless it has one by then. Off until switched on.
 */
export function associateByDomain(portal: Portal): () => void {
  const timers = new Set<NodeJS.Timeout>();
  const unlisten = portal.changes.listen((change) => {
    if (change.kind !== 'record created' || change.objectType !== '0-1' || !portal.switches.autoAssociateByDomain)
      return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      settle(portal, change.objectId);
    }, afterMs);
    timers.add(timer);
  });
  return () => {
    unlisten();
    for (const timer of timers) clearTimeout(timer);
  };
}

function settle(portal: Portal, contactId: string): void {
  const contact = findRecord(portal, '0-1', contactId);
  const domain = contact?.values.email?.split('@')[1];
  if (
    !contact ||
    !domain ||
    freeMail.has(domain) ||
    associationsOf(portal, contact.id, '0-2').some((one) => one.typeId === 1)
  )
    return;
  const existing = [...portal.records['0-2'].values()].find(
    (company) => company.archivedAt === null && company.values.domain === domain,
  );
  const company = existing ?? createRecord(portal, '0-2', { domain, name: domain }, source);
  associate(portal, contact, company, 1, source);
}
