import {
  companyProperties,
  contactProperties,
  createCatalogue,
  findProperty,
  gateReasons,
  gateWording,
  hubspotProperties,
  parseDefinition,
  properties,
} from '@zo/shared';

describe('the property catalogue', () => {
  it('has the properties of a contact and of a company', () => {
    expect(contactProperties.map(({ name }) => name)).toEqual(
      `zo_user_id zo_plan zo_email_domain_type zo_activation_status zo_activated_at zo_last_active_at zo_last_key_action
       zo_key_actions_7d zo_teammates_invited_30d zo_visited_pricing_at zo_hit_limit_at zo_pql_score zo_score_receipt
       zo_sql_ready zo_sql_readiness zo_conditions_missing zo_handoff_gate zo_handoff_status zo_handoff_at
       zo_handoff_owner zo_handoff_trigger zo_handoff_count zo_first_call_due_at zo_first_touch_at
       zo_minutes_to_first_touch zo_sla_status zo_handoff_outcome`.split(/\s+/),
    );
    expect(companyProperties.map(({ name }) => name)).toEqual([
      'zo_company_id',
      'zo_company_active_users',
      'zo_expected_acv',
    ]);
  });

  it('is the same after it was kept as JSON with a playbook', () => {
    const kept = JSON.parse(JSON.stringify([...properties, ...hubspotProperties])) as typeof properties;
    expect(kept).toEqual([...properties, ...hubspotProperties]);
    const sentence = 'A free user becomes an SQL when company number of employees >= 50';
    const parsed = parseDefinition(sentence, { catalogue: createCatalogue(kept) });
    expect(parsed).toEqual(parseDefinition(sentence));
    expect(parsed.ok).toBe(true);
  });

  it('fits what HubSpot takes', () => {
    for (const property of properties) {
      expect(property.name).toMatch(/^zo_[a-z0-9_]{1,47}$/);
      expect(property.description.length).toBeGreaterThan(20);
      const fits = { string: ['text', 'textarea'], number: ['number'], datetime: ['date'], enumeration: ['select'] };
      expect(new Map(Object.entries(fits)).get(property.type)).toContain(property.fieldType);
      const hasOptions = (property.options?.length ?? 0) > 0;
      expect(hasOptions).toBe(property.type === 'enumeration' && property.isOwner !== true);
      const values = property.options?.map(({ value }) => value) ?? [];
      expect(new Set(values).size).toBe(values.length);
    }
    expect(new Set(properties.map(({ name }) => name)).size).toBe(properties.length);
    expect(properties.filter((property) => property.hasUniqueValue).map(({ name }) => name)).toEqual([
      'zo_user_id',
      'zo_company_id',
    ]);
    expect(properties.filter((property) => property.isOwner).map(({ name }) => name)).toEqual(['zo_handoff_owner']);
  });

  it('lists the gate reasons in the order in which they are tried', () => {
    expect(gateReasons.join(', ')).toBe(
      'internal, do_not_contact, customer_or_open_deal, handed_off, already_sql, not_a_fit, cooling_down, not_ready, sample, before_go_live, in_review, open',
    );
    expect(findProperty('zo_handoff_gate')?.options).toEqual(
      gateReasons.map((value) => ({ value, label: gateWording[value].label })),
    );
  });
});
