/** Whether two types are the same, for tests that hold schemas against the types they describe. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Unfolds intersections, so that `{a} & {b}` and `{a, b}` are the same. */
export type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
