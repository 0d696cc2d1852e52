import iconv from 'iconv-lite'

/** Character sets by the numbers of their collations (MySQL, INFORMATION_SCHEMA.COLLATIONS; the numbers never change). */
const byCollation: readonly (readonly [charset: string, ranges: readonly (readonly [number, number?])[]])[] = [
  ['utf8mb4', [[45, 46], [224, 247], [255, 323]]],
  ['utf8', [[33], [76], [83], [192, 215], [223]]],
  ['latin1', [[5], [8], [15], [31], [47, 49], [94]]],
  ['latin2', [[2], [9], [21], [27], [77]]],
  ['latin5', [[30], [78]]],
  ['latin7', [[20], [41, 42], [79]]],
  ['greek', [[25], [70]]],
  ['hebrew', [[16], [71]]],
  ['cp1250', [[26], [34], [44], [66], [99]]],
  ['cp1251', [[14], [23], [50, 52]]],
  ['cp1256', [[57], [67]]],
  ['cp1257', [[29], [58, 59]]],
  ['koi8r', [[7], [74]]],
  ['koi8u', [[22], [75]]],
  ['big5', [[1], [84]]],
  ['gbk', [[28], [87]]],
  ['gb2312', [[24], [86]]],
  ['gb18030', [[248, 250]]],
  ['sjis', [[13], [88]]],
  ['cp932', [[95, 96]]],
  ['ujis', [[12], [91]]],
  ['euckr', [[19], [85]]],
  ['tis620', [[18], [89]]],
  ['ascii', [[11], [65]]],
  ['binary', [[63]]],
] // prettier-ignore

/** Returns the character set of a collation; undefined if it is not in the list. */
export function charsetOf(collation: number): string | undefined {
  return byCollation.find(([, ranges]) => ranges.some(([from, to = from]) => collation >= from && collation <= to))?.[0]
}

/** Returns the character set that a statement gives the connection; undefined if it leaves it alone. */
export function charsetSetBy(sql: string): string | undefined {
  return /^\s*SET\s+(?:NAMES|CHARACTER\s+SET|CHARSET)\s+['"]?(\w+)/i.exec(sql)?.[1]?.toLowerCase()
}

/** The converter's names where MySQL's differ. */
const converterNames: Readonly<Record<string, string>> = {
  latin1: 'win1252', // MySQL's latin1 is Windows' code page
  latin2: 'iso88592',
  latin5: 'iso88599',
  latin7: 'iso885913',
  greek: 'iso88597',
  hebrew: 'iso88598',
  sjis: 'shiftjis',
  ujis: 'eucjp',
}

/** Decodes text as the client meant it; as UTF-8 if the character set is not known. */
export function textIn(charset: string | undefined, bytes: Buffer): string {
  if (charset === undefined || charset.startsWith('utf8')) return bytes.toString('utf8')
  const name = converterNames[charset] ?? charset
  return iconv.encodingExists(name) ? iconv.decode(bytes, name) : bytes.toString('utf8')
}
