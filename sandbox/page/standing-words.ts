/** How near somebody of the product is to a handoff, in one line, and what would bring them nearer. Plain data, no DOM. */
import type { ContactView, PageState, ProductPersonView } from '../demo/page-state.ts';

type State = { contacts: Pick<ContactView, 'email' | 'sections'>[]; product: Pick<PageState['product'], 'people'> };

export function standingWords(person: ProductPersonView, { contacts, product }: State): string {
  const contact = contacts.find(({ email }) => email === person.email);
  if (contact !== undefined) {
    const value = (name: string) =>
      contact.sections[0]?.properties.find((property) => property.name === name)?.shown || null;
    const [score, readiness] = [value('zo_pql_score'), value('zo_sql_readiness')];
    return score === null || readiness === null
      ? 'In HubSpot, and nothing is decided yet.'
      : wordStanding(score, readiness);
  }
  const { standing } = person;
  if (standing === null) return 'Not in HubSpot until ready. Press a button: nothing is decided yet.';
  const words = wordStanding(standing.score, standing.readiness);
  return `Not in HubSpot until ready. ${words}${whoIsNext(person, standing.readiness, product.people)}`;
}

function wordStanding(score: number | string, readiness: string): string {
  return `Score ${score}, ${readiness}.`;
}

/** A company has one active user more once somebody else of it acts. */
function whoIsNext(person: ProductPersonView, readiness: string, people: ProductPersonView[]): string {
  if (!/more active user/.test(readiness)) return '';
  const waiting = people.find((one) => one.company === person.company && one !== person && !one.isActive);
  return waiting === undefined ? ' Next: invite a teammate.' : ` Next: act as ${waiting.name}.`;
}
