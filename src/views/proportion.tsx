/** One part of a whole; `look` names its colour in the style sheet. */
export interface Part {
  readonly look: string
  readonly value: number
}

/**
 * Draws a bar of parts side by side. It is hidden from screen readers because its figures always stand beside it in words. It uses SVG
 * attributes instead of styles because the page's policy allows no inline style.
 */
export function Proportion({ parts, whole }: { readonly parts: readonly Part[]; readonly whole: number }) {
  let start = 0
  return (
    <svg class="proportion" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="empty" x="0" y="0" width="100" height="10" />
      {parts.map(({ look, value }) => {
        const [x, width] = [start, whole === 0 ? 0 : (value / whole) * 100]
        start += width
        return width === 0 ? null : <rect class={look} x={round(x)} y="0" width={round(width)} height="10" />
      })}
    </svg>
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
