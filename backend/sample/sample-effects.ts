/** Under which keys the sample's effects stand in the outbox. */
export function sampleAlertKey(loadId: string): string {
  return `sample-alert:${loadId}`;
}

export function archiveSampleKey(loadId: string): string {
  return `archive-sample:${loadId}`;
}
