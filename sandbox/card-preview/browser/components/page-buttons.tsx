type Props = { page: number; pageCount: number; onPageChange: (page: number) => void };

/** As HubSpot has them below a table with pages. */
export function PageButtons({ page, pageCount, onPageChange }: Props) {
  return (
    <nav className="pages" aria-label="Pages">
      <button type="button" className="button button-xs" disabled={page <= 1} onClick={() => onPageChange(page - 1)}>
        Prev
      </button>
      <span>{`Page ${page} of ${pageCount}`}</span>
      <button
        type="button"
        className="button button-xs"
        disabled={page >= pageCount}
        onClick={() => onPageChange(page + 1)}
      >
        Next
      </button>
    </nav>
  );
}
