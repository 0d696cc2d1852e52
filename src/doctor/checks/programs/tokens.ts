import type { Program } from '../../facts.js'

/** Names a program together with its kind, for example `procedure total`. */
export function objectOf({ kind, name }: Pick<Program, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

/** Lists the programs in whose text something was seen, for example `trigger log: RANK, GROUPS`. */
export function places(programs: readonly Program[], seen: (body: string) => readonly string[]): string[] {
  return programs.flatMap((program) => {
    const words = program.body === undefined ? [] : seen(program.body)
    return words.length === 0 ? [] : [`${objectOf(program)}: ${words.join(', ')}`]
  })
}
