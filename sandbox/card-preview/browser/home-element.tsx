/**
 * `<home-preview portal-id="4711" user-email="ops@acme.test">`: the app's home page, live, as somebody sees it. Another user
 * begins anew. Its looks stay inside, as the card's do.
 */
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import '../../../hubspot-project/app/pages/Home.tsx';
import { Boundary } from './boundary.tsx';
import css from './card.css';
import { homePlace } from './home-place.ts';
import { ApiContext, drawExtension, type HomeApi } from './host.ts';
import pagesCss from './pages.css';

const sheets = [css, pagesCss].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

export class HomePreview extends HTMLElement {
  static readonly observedAttributes = ['user-email', 'base-url'];
  #root: Root | null = null;

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = sheets;
    this.#root = createRoot(shadow);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#root?.unmount();
    this.#root = null;
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (this.#root !== null && before !== now) this.#draw();
  }

  #draw(): void {
    const email = this.getAttribute('user-email') ?? 'ops@acme.test';
    const api = homePlace({
      email,
      portalId: Number(this.getAttribute('portal-id') ?? 0),
      timeZone: this.getAttribute('time-zone') ?? 'Europe/Berlin',
      baseUrl: this.getAttribute('base-url') ?? 'https://zo-handoff.test',
    });
    this.#root?.render(
      <StrictMode>
        <Boundary key={email} what="page">
          <ApiContext.Provider value={api}>
            <Extension api={api} />
          </ApiContext.Provider>
        </Boundary>
      </StrictMode>,
    );
  }
}

function Extension({ api }: { api: HomeApi }) {
  return <div className="card home">{drawExtension(api)}</div>;
}

customElements.define('home-preview', HomePreview);
