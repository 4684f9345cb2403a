/**
 * A custom element that is one card on one record, live: `<contact-card-preview contact-id="501" portal-id="4711">`. A changed
 * `revision` tells the card that its record has changed. Its looks stay inside: the page's styles do not reach it, nor its
 * own the page.
 */
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Boundary } from './boundary.tsx';
import css from './card.css';
import { ApiContext, drawExtension, type RecordApi } from './host.ts';
import { type RecordPlace, recordApi } from './record-api.ts';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** `idAttribute`: which record it stands on. The card must have called `hubspot.extend` by the time it is drawn. */
export function defineCardElement(
  tag: string,
  idAttribute: string,
  stands: Pick<RecordPlace, 'location' | 'objectTypeId'>,
): void {
  class CardPreview extends HTMLElement {
    static readonly observedAttributes = [idAttribute, 'revision'];
    #root: Root | null = null;
    #recordChanged: () => void = () => {};

    connectedCallback(): void {
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      shadow.adoptedStyleSheets = [sheet];
      this.#root = createRoot(shadow);
      this.#draw();
    }

    disconnectedCallback(): void {
      this.#root?.unmount();
      this.#root = null;
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (this.#root === null || before === now) return;
      if (name === 'revision') this.#recordChanged();
      else this.#draw();
    }

    #draw(): void {
      const recordId = Number(this.getAttribute(idAttribute));
      const { api, recordChanged } = recordApi({
        ...stands,
        recordId,
        portalId: Number(this.getAttribute('portal-id') ?? 0),
        timeZone: this.getAttribute('time-zone') ?? 'Europe/Berlin',
        baseUrl: this.getAttribute('base-url') ?? 'https://zo-handoff.test',
      });
      this.#recordChanged = recordChanged;
      this.#root?.render(
        <StrictMode>
          <Boundary key={recordId} what="card">
            <ApiContext.Provider value={api}>
              <Extension api={api} />
            </ApiContext.Provider>
          </Boundary>
        </StrictMode>,
      );
    }
  }
  customElements.define(tag, CardPreview);
}

function Extension({ api }: { api: RecordApi }) {
  return <div className="card">{drawExtension(api)}</div>;
}
