/**
 * How the product's processes are run, by `npm start`, the image, the benchmark and the faults alike. docs/benchmark.md says what each is worth.
 * A young generation of 16 MB and not 64: with half of this more is collected, and memory grows again. What has grown old is
 * collected once it is half as large again as what was left the last time; on a large machine Node lets it grow to four times.
 */
export const nodeFlags = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=16',
  '--heap-growing-percent=50',
];
