/** A line of a script, in a file that can be opened. */
export interface Place {
  /** Empty if the message was cut off before it. */
  readonly file: string
  readonly line: number
}

/** Returns a place in a file that exists: line 3 of `/srv/page.php(2) : eval()'d code` is line 2 of `/srv/page.php`. */
export function openable(path: string, line: number): Place {
  const [, file, inFile] = /^(.+?)\((\d+)\) : /.exec(path) ?? []
  return file === undefined ? { file: path, line } : { file, line: Number(inFile) }
}

/** True for the same line of the same file, wherever the code lies on the two machines. */
export function isSameLine(one: Place, other: Place): boolean {
  return one.line === other.line && fileName(one) === fileName(other)
}

export function fileName({ file }: Pick<Place, 'file'>): string {
  return file.split(/[/\\]/).at(-1) ?? file
}
