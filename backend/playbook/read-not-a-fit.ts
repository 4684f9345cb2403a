import { defaultNotAFit, type NotAFit, type Problem, type PropertyCatalogue, type Span } from '@zo/shared';
import type { Node } from 'yaml';
import { leadStatusesIn, leadStatusTrouble } from '../catalogue/lead-status.ts';
import { playbookKeys } from './playbook-keys.ts';
import type { Entry, SourceText, YamlSource } from './yaml-source.ts';

const maxReasons = 20;
/** Slack's limit for a choice in a menu. */
const longestReason = 75;
const longestStatus = 200;
const other = 'Other';

/** `not a fit:` — what an AE who finds a contact unsuitable may choose from, and what HubSpot then says of the contact. */
export function readNotAFit(source: YamlSource, node: Node | null, catalogue: PropertyCatalogue): NotAFit {
  if (node === null) return defaultNotAFit;
  const entries = source.entries(node, 'not a fit', playbookKeys.notAFit);
  const reasons = entries.get('reasons');
  const leadStatus = source.textAt(entries, 'lead status');
  return {
    leadStatus: leadStatus === null ? defaultNotAFit.leadStatus : readLeadStatus(source, leadStatus, catalogue),
    reasons: reasons === undefined ? defaultNotAFit.reasons : readReasons(source, reasons),
  };
}

/** By its internal name, so that a saved version means the same whatever labels the portal gives later. */
function readLeadStatus(source: YamlSource, { text, span }: SourceText, catalogue: PropertyCatalogue): string | null {
  const status = text.trim();
  if (status.toLowerCase() === 'none') return null;
  if (status.length > longestStatus) {
    return source.report(`A lead status has at most ${longestStatus} characters`, span);
  }
  const trouble = leadStatusTrouble(status, leadStatusesIn(catalogue));
  return trouble === null ? status : source.report(trouble.message, span, trouble);
}

/** One that the file names and HubSpot does not have is a mistake; the default is nobody's mistake, and said. */
export function missingLeadStatus({ leadStatus }: NotAFit, catalogue: PropertyCatalogue, span: Span): Problem[] {
  const trouble = leadStatus === null ? null : leadStatusTrouble(leadStatus, leadStatusesIn(catalogue));
  if (trouble === null) return [];
  const message = `${trouble.message}, which "Not a fit" sets where the playbook names no other`;
  return [{ ...trouble, message, span }];
}

/** In the order of the file. "Other" is always among them, spelled so. */
function readReasons(source: YamlSource, entry: Entry): string[] {
  const reported = source.problems.length;
  const reasons: string[] = [];
  for (const { text, span } of source.textsOf(entry)) {
    const written = text.trim().replace(/\s+/g, ' ');
    const reason = written.toLowerCase() === other.toLowerCase() ? other : written;
    if (reason.length > longestReason) {
      source.report(`A reason has at most ${longestReason} characters; this has ${reason.length}`, span, {
        suggestion: 'a few words such as "Too small"',
      });
    } else if (reasons.some((one) => one.toLowerCase() === reason.toLowerCase())) {
      source.report(`The reason "${reason}" stands here twice`, span);
    } else if (reasons.length === maxReasons) source.report(`There are at most ${maxReasons} reasons`, span);
    else reasons.push(reason);
  }
  if (reasons.length === 0 && source.problems.length === reported) {
    source.report('At least one reason is needed', entry.keySpan, { suggestion: '"reasons: [Wrong role, Too small]"' });
  }
  return reasons.includes(other) ? reasons : [...reasons, other];
}
