/** Companies by how many people work there. */
export const companySizes = ['1–10', '11–50', '51–200', '201–1000', 'over 1000', 'not known'] as const;
export type CompanySize = (typeof companySizes)[number];

const upTo: [most: number, size: CompanySize][] = [
  [10, '1–10'],
  [50, '11–50'],
  [200, '51–200'],
  [1_000, '201–1000'],
  [Number.POSITIVE_INFINITY, 'over 1000'],
];

/** HubSpot does not know a company of nobody. */
export function companySize(employees: number | null): CompanySize {
  if (employees === null || !(employees > 0)) return 'not known';
  return upTo.find(([most]) => employees <= most)![1];
}
