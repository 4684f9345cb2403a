import type { ProductPersonView } from '../../../sandbox/demo/page-state.ts';
import { standingWords } from '../../../sandbox/page/standing-words.ts';

const readiness = '3 of 4: missing 1 more active user (has 1, needs 2)';
const someone = (name: string, change: Partial<ProductPersonView> = {}): ProductPersonView => ({
  userId: name,
  name,
  email: `${name}@rocketly.test`,
  company: 'Rocketly',
  isActive: true,
  standing: { score: 64, readiness },
  ...change,
});
const nina = someone('Nina');

function words(others: ProductPersonView[], person = nina): string {
  return standingWords(person, { contacts: [], product: { people: [person, ...others] } });
}

describe('how near somebody is whom HubSpot does not know yet', () => {
  it('is told with who must act next', () => {
    const alex = someone('Alex Morgan', { isActive: false });
    expect(words([someone('Elsewhere', { company: 'Other', isActive: false }), alex])).toBe(
      'Not in HubSpot until ready. Score 64, 3 of 4: missing 1 more active user (has 1, needs 2). Next: act as Alex Morgan.',
    );
  });

  it('asks for a teammate where there is none who has not acted', () => {
    expect(words([])).toMatch(/Next: invite a teammate\.$/);
  });

  it('says so while nothing is decided', () => {
    expect(words([], someone('Nina', { standing: null }))).toMatch(/nothing is decided yet/);
  });
});

it('of somebody in HubSpot it says what stands there', () => {
  const property = (name: string, shown: string) => ({
    name,
    label: name,
    description: '',
    shown,
    ours: true,
    history: [],
  });
  const properties = [property('zo_pql_score', '65'), property('zo_sql_readiness', '4 of 4: ready')];
  const contacts = [{ email: nina.email, sections: [{ title: 'Product activity', properties }] }];
  expect(standingWords(nina, { contacts, product: { people: [nina] } })).toBe('Score 65, 4 of 4: ready.');
});
