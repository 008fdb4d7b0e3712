/** The sign on whatever is not the same on both sides. */
export function Differs() {
  return (
    <span className="differs">
      <span aria-hidden="true">≠</span>
      <span className="quiet">differs</span>
    </span>
  )
}
