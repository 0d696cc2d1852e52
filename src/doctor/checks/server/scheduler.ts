import { check } from '../../check.js'
import { isOn } from './variable.js'

export const eventScheduler = check({
  id: 'event-scheduler',
  asks: 'Does the event scheduler run on one side only, and are there events?',
  why: 'It is on by default since 8.0. Events that a dump brought along begin to run on the candidate, and the data of the two stacks drift apart; where it is off they never run.',
  fix: 'SET GLOBAL event_scheduler=OFF on the candidate while both run; at the cut-over, what legacy had.',
  source: 'MySQL Reference Manual, "Event Scheduler Configuration"',
  legacy: ['variables', 'programs'],
  candidate: ['variables', 'programs'],
  judge(legacy, candidate) {
    const of = ({ variables }: typeof legacy): string => variables.get('event_scheduler') ?? ''
    const [before, after] = [of(legacy), of(candidate)]
    if (isOn(before) === isOn(after)) return []
    const events = (isOn(before) ? legacy : candidate).programs.filter(({ kind }) => kind === 'event')
    const severity = events.length === 0 ? 'info' : isOn(before) ? 'blocker' : 'warning'
    return [
      {
        severity,
        what: isOn(after) ? 'The event scheduler is on' : 'The event scheduler is off',
        legacy: before,
        candidate: after,
        places: events.map(({ name }) => name),
      },
    ]
  },
})
