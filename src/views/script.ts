/**
 * Script of every page, which is complete without it: tables sort by a click on their headings, a link to a finding opens
 * the section that folds it, and printing unfolds everything.
 */
export const script = `
for (const table of document.querySelectorAll('table[data-sortable]')) {
  const headings = [...table.querySelectorAll('th[data-column]')]
  const valueOf = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent
  for (const heading of headings) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...heading.childNodes)
    heading.append(button)
    button.addEventListener('click', () => {
      const down = heading.getAttribute('aria-sort') !== 'descending'
      for (const other of headings) other.removeAttribute('aria-sort')
      heading.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const column = Number(heading.dataset.column)
      const compare = (a, b) => {
        const [x, y] = [valueOf(a, column), valueOf(b, column)]
        return heading.dataset.kind === 'text' ? y.localeCompare(x) : Number(x) - Number(y)
      }
      const body = table.tBodies[0]
      const rows = [...body.rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)))
      body.append(...rows)
    })
  }
}
const unfold = () => {
  let at = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const target = at
  for (; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true
  target?.scrollIntoView()
}
addEventListener('hashchange', unfold)
if (location.hash) unfold()
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
})
`
