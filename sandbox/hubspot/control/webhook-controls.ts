import { ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route } from '../http/router.ts';
import type { WebhookSetup } from '../webhooks/read-subscriptions.ts';
import type { WebhookSender } from '../webhooks/send-webhooks.ts';
import { changeWebhookSettings } from '../webhooks/webhook-settings.ts';

export function webhookControls(setup: WebhookSetup | null, { settings, deliveries }: WebhookSender): Route[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/webhooks',
      handle: () => ok({ settings, deliveries, subscriptions: setup?.subscriptions ?? [] }),
    },
    {
      method: 'POST',
      path: '/sandbox/webhooks',
      handle(request) {
        const problem = changeWebhookSettings(settings, objectOf(request));
        if (problem) throw invalid(problem);
        return ok({ settings });
      },
    },
  ];
}
