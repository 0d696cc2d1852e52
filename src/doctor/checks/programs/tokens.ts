import type { Program } from '../../facts.js'

/** `procedure total`. */
export function objectOf({ kind, name }: Pick<Program, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

/** For each program whose text shows something, `trigger log: RANK, GROUPS`. */
export function places(programs: readonly Program[], seen: (body: string) => readonly string[]): string[] {
  return programs.flatMap((program) => {
    const words = program.body === undefined ? [] : seen(program.body)
    return words.length === 0 ? [] : [`${objectOf(program)}: ${words.join(', ')}`]
  })
}
