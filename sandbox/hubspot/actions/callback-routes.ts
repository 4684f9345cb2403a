import { inputsOf } from '../crm/batch-objects.ts';
import { noContent } from '../http/answer.ts';
import { notFound } from '../http/refusal.ts';
import { objectOf, type Route } from '../http/router.ts';

const base = '/automation/v4/actions/callbacks';
const anyScope = () => ['automation'];

/** Completions of blocked actions. Completing twice is fine; the first counts. */
export function callbackRoutes(complete: (callbackId: string, outputFields: unknown) => boolean): Route[] {
  return [
    {
      method: 'POST',
      path: `${base}/complete`,
      anyScope,
      handle(request) {
        for (const input of inputsOf(objectOf(request))) complete(String(input.callbackId), input.outputFields);
        return noContent;
      },
    },
    {
      method: 'POST',
      path: `${base}/:callbackId/complete`,
      anyScope,
      handle(request) {
        const { outputFields } = objectOf(request);
        if (!complete(request.params.callbackId ?? '', outputFields)) throw notFound('The callback does not exist');
        return noContent;
      },
    },
  ];
}
