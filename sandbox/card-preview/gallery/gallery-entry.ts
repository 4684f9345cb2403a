/** The gallery of the contact card. */
import '../browser/card-element.tsx';
import { drawGallery } from './draw-gallery.ts';
import { galleryStates } from './gallery-states.ts';

drawGallery({
  tag: 'contact-card-preview',
  idAttribute: 'contact-id',
  states: galleryStates,
  widths: { usual: 320, wide: 640 },
  answerMore: ({ pathname }) => (pathname.endsWith('/link-product-user') ? { status: 'unknown user' } : undefined),
});
