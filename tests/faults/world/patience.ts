/** How long a condition is waited for before it counts as never: a machine that is busy with something else is only slow. */
export const patienceMs = 5 * 60_000;
