/** How far back days of a company are kept; of the days before them only the newest, from which the line begins. */
export const keptCompanyDays = 90;
