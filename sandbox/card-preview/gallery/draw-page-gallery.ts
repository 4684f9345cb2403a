/** One state of a page at a time, with links to all: chosen by `?only=Empty portal`, the first unless said otherwise. */
export function chosenState<State extends { title: string }>(states: readonly State[]): State {
  const only = new URLSearchParams(location.search).get('only');
  return states.find(({ title }) => title === only) ?? states[0]!;
}

/** `&width=` in the address: as wide as wanted. Returns the page's element and the section it stands in. */
export function drawPageGallery(
  tag: string,
  states: readonly { title: string }[],
  chosen: { title: string },
): { preview: HTMLElement; section: HTMLElement } {
  const width = new URLSearchParams(location.search).get('width');
  const preview = document.createElement(tag);
  preview.setAttribute('portal-id', '4711');
  const section = document.createElement('section');
  section.setAttribute('aria-label', chosen.title);
  const heading = document.createElement('h2');
  heading.textContent = chosen.title;
  section.append(heading, preview);
  const gallery = document.querySelector<HTMLElement>('#gallery');
  if (width !== null) gallery?.style.setProperty('max-width', `${Number(width)}px`);
  gallery?.append(section);

  for (const { title } of states) {
    const link = document.createElement('a');
    link.href = `?only=${encodeURIComponent(title)}`;
    link.textContent = title;
    if (title === chosen.title) link.setAttribute('aria-current', 'page');
    document.querySelector('#states')?.append(link);
  }
  return { preview, section };
}
