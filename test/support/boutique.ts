import { readFileSync } from 'node:fs'

/** What is planted in the boutique: lab/boutique/defects.json. */
export interface Truth {
  readonly defects: readonly {
    readonly id: string
    readonly cause: string
    readonly routes: readonly string[]
    readonly requests: readonly string[]
    readonly file: string
    readonly line: number
    readonly contains: string
    readonly visibleBy: readonly string[]
  }[]
  readonly controls: readonly { readonly route: string; readonly requests: readonly string[] }[]
}

export const truth = JSON.parse(readFileSync('lab/boutique/defects.json', 'utf8')) as Truth
