/** The gallery of the history card, whose pages come one after the other. */
import '../browser/history-card-element.tsx';
import { drawGallery } from './draw-gallery.ts';
import { historyStates, olderReceipts, timelineAnswer } from './history-states.ts';

drawGallery({
  tag: 'history-card-preview',
  idAttribute: 'contact-id',
  states: historyStates,
  widths: { usual: 900, wide: 1200 },
  answerMore: ({ pathname, searchParams }) => {
    if (pathname.endsWith('/timeline')) return timelineAnswer(searchParams.get('before'), searchParams.get('only'));
    return pathname.endsWith('/receipts') ? olderReceipts : undefined;
  },
});
