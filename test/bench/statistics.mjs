/** The value that this share of all lies below. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** 95 % interval of the median of differences, by resampling rounds. */
export function interval(differences, draws = 2000) {
  const medians = Array.from({ length: draws }, () =>
    median(differences.map(() => differences[Math.floor(Math.random() * differences.length)])),
  )
  return [quantile(medians, 0.025), quantile(medians, 0.975)]
}

export function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
