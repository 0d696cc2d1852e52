/** Where a script was, in a file that somebody can open. */
export interface Place {
  /** Empty where the words were cut off before it. */
  readonly file: string
  readonly line: number
}

/** `/srv/page.php(2) : eval()'d code` line 3 is line 2 of a file that exists. */
export function openable(path: string, line: number): Place {
  const [, file, inFile] = /^(.+?)\((\d+)\) : /.exec(path) ?? []
  return file === undefined ? { file: path, line } : { file, line: Number(inFile) }
}

/** The same line of the same file, wherever the code lies on the two machines. */
export function isSameLine(one: Place, other: Place): boolean {
  return one.line === other.line && fileName(one) === fileName(other)
}

export function fileName({ file }: Pick<Place, 'file'>): string {
  return file.split(/[/\\]/).at(-1) ?? file
}
