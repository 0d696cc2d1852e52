import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { objectOf } from './tokens.js'

export const definers = check({
  id: 'missing-definers',
  asks: 'Which views, routines, triggers and events have a definer that is no account of the candidate?',
  why: 'They run with the rights of their definer: without the account every use fails with 1449.',
  fix: 'CREATE USER the definer on the candidate, or make them again with another DEFINER.',
  source: 'MySQL Reference Manual, "Stored Object Access Control", orphan stored objects',
  legacy: ['programs'],
  candidate: ['accounts'],
  judge({ programs }, { accounts }) {
    const there = new Set(accounts.map(({ name }) => name.toLowerCase()))
    const orphans = programs.filter(
      ({ definer }) => definer !== undefined && definer !== '' && !there.has(definer.toLowerCase()),
    )
    const names = [...new Set(orphans.map(({ definer }) => definer ?? ''))].sort()
    return over(orphans.map(objectOf), (count) => ({
      severity: 'blocker',
      what: `${counted(count, 'program')} without their definer`,
      legacy: names.join(', '),
      candidate: names.length === 1 ? 'no such account' : 'no such accounts',
    }))
  },
})
