/** The gallery of the contact card. */
import '../browser/card-element.tsx';
import { drawGallery } from './draw-gallery.ts';
import { galleryStates } from './gallery-states.ts';

drawGallery({
  tag: 'contact-card-preview',
  idAttribute: 'contact-id',
  states: galleryStates,
  widths: { usual: 320, wide: 640 },
  answerMore: ({ pathname }, body) => {
    if (pathname.endsWith('/link-product-user')) return { status: 'unknown user' };
    return pathname.endsWith('/handoff-command') ? answerCommand(body) : undefined;
  },
});

function answerCommand(asked: { contactId?: unknown }): object | 'failure' {
  const { first, acted } = galleryStates[Number(asked.contactId)] ?? {};
  return acted ?? { status: 'done', say: 'It is so now.', card: first };
}
