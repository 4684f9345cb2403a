/** How unkind the delivery is. */
export type WebhookSettings = {
  /** Every event is held that long. */
  delayMs: number;
  /** And up to that much longer, each by chance: later events overtake earlier ones. */
  spreadMs: number;
  /** How many more times every event comes. */
  duplicates: number;
  /** How long the app may take. */
  answerWithinMs: number;
  /** First pause before a delivery is repeated; doubles each time. */
  retryMs: number;
  /** Whether events still come after the app was uninstalled. */
  afterUninstall: boolean;
};

export function kindSettings(retryMs: number): WebhookSettings {
  return { delayMs: 0, spreadMs: 0, duplicates: 0, answerWithinMs: 5_000, retryMs, afterUninstall: false };
}

/** Says what is wrong, or null. */
export function changeWebhookSettings(settings: WebhookSettings, wanted: Record<string, unknown>): string | null {
  for (const [name, value] of Object.entries(wanted)) {
    if (!(name in settings)) return `there is no setting ${name}; there are ${Object.keys(settings).join(', ')}`;
    const known = name as keyof WebhookSettings;
    if (typeof value !== typeof settings[known] || Number(value) < 0)
      return `${name} must be ${known === 'afterUninstall' ? 'true or false' : 'a number'}`;
  }
  Object.assign(settings, wanted);
  return null;
}
