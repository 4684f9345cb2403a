/** How much of a company, and of a person, the cards are given: each list is the first page of an index. */
export const companyCardLimits = {
  people: 10,
  handoffs: 10,
  personal: 5,
  /** Of larger companies nobody's days are looked through one by one. */
  membersLookedAt: 500,
  underHubspotCompany: 200,
};

export const historyCardLimits = { handoffs: 20, marks: 500 };
