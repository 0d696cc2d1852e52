import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { versionNumber } from '../../mysql-version.js'

export const missingEngines = check({
  id: 'missing-engines',
  asks: "Does the candidate have the storage engine of each of legacy's tables?",
  why: 'CREATE TABLE fails with 1286; legacy without NO_ENGINE_SUBSTITUTION took another engine in silence.',
  fix: 'ALTER TABLE … ENGINE=InnoDB on legacy, or switch the engine on.',
  source: 'MySQL Reference Manual, "Setting the Storage Engine"',
  legacy: ['tables'],
  candidate: ['engines'],
  judge({ tables }, { engines }) {
    const bound = tables.filter(({ engine }) => engine !== '' && !engines.has(engine.toLowerCase()))
    const used = [...new Set(bound.map(({ engine }) => engine))].sort()
    return used.flatMap((engine) =>
      over(
        bound.filter((table) => table.engine === engine).map(({ name }) => name),
        (count) => ({
          severity: 'blocker',
          what: `The engine ${engine} is not there`,
          legacy: counted(count, 'table'),
          candidate: 'no such engine',
        }),
      ),
    )
  },
})

export const partitions = check({
  id: 'partition-engines',
  asks: 'Which partitioned tables have an engine that cannot partition by itself?',
  why: 'Since 8.0 only InnoDB and NDB partition: such a table cannot be made (1178), and an upgrade stops at it.',
  fix: 'ALTER TABLE … ENGINE=InnoDB, or REMOVE PARTITIONING, on legacy.',
  source: 'MySQL 8.0 Reference Manual, "Partitioning Limitations Relating to Storage Engines"',
  legacy: ['tables'],
  candidate: ['version'],
  judge({ tables }, { version }) {
    if (versionNumber(version) < 80_000) return []
    const bound = tables.filter(({ partitioned, engine }) => partitioned && !/^(?:innodb|ndb.*)$/i.test(engine))
    return over(
      bound.map(({ name }) => name),
      (count) => ({
        severity: 'blocker',
        what: `${counted(count, 'partitioned table')} outside InnoDB`,
        legacy: [...new Set(bound.map(({ engine }) => engine))].join(', '),
        candidate: 'cannot be made',
      }),
    )
  },
})

export const engineChanged = check({
  id: 'engine-changed',
  asks: 'Which tables have another engine on the candidate?',
  why: 'MyISAM and InnoDB differ in locks, transactions, FULLTEXT results, COUNT(*) and the order of rows without ORDER BY.',
  fix: 'Fine where it was wanted; otherwise ALTER TABLE … ENGINE.',
  source: 'MySQL Reference Manual, "Alternative Storage Engines"',
  legacy: ['tables'],
  candidate: ['tables'],
  judge(legacy, candidate) {
    const after = new Map(candidate.tables.map(({ name, engine }) => [name, engine]))
    const changed = legacy.tables.filter(({ name, engine }) => (after.get(name) ?? engine) !== engine)
    const list = (engines: readonly string[]): string => [...new Set(engines)].sort().join(', ')
    return over(
      changed.map(({ name }) => name),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'table')} with another engine`,
        legacy: list(changed.map(({ engine }) => engine)),
        candidate: list(changed.map(({ name }) => after.get(name) ?? '')),
      }),
    )
  },
})
