import type { Check } from './check.js'
import { directiveChecks } from './checks/php/directives.js'
import { missingExtensions } from './checks/php/extensions.js'
import { otherDirectives } from './checks/php/ini-others.js'
import { phpVersions } from './checks/php/versions.js'
import { definers } from './checks/programs/definers.js'
import { refusedByParser } from './checks/programs/refused.js'
import { removedFunctions } from './checks/programs/removed-functions.js'
import { changedSyntax, removedSyntax } from './checks/programs/removed-syntax.js'
import { removedTables } from './checks/programs/removed-tables.js'
import { reservedInPrograms } from './checks/programs/reserved-words.js'
import { programModes } from './checks/programs/sql-mode.js'
import { privileges } from './checks/programs/visible.js'
import { columnCollations, mixedCollations, tableCollations } from './checks/schema/collations.js'
import { columnKindChecks } from './checks/schema/column-kinds.js'
import { columnDefinitions, missingIndexes } from './checks/schema/definitions.js'
import { engineChanged, missingEngines, partitions } from './checks/schema/engines.js'
import { foreignKeyNames, foreignKeyTargets } from './checks/schema/foreign-keys.js'
import { missingColumns, missingPrograms, missingTables } from './checks/schema/missing-objects.js'
import { reservedNames } from './checks/schema/reserved-names.js'
import { indexLength, rowFormat } from './checks/schema/row-format.js'
import { zeroDateData, zeroDateDefaults } from './checks/schema/zero-dates.js'
import { accountPlugins, authentication, missingAccounts } from './checks/server/accounts.js'
import { connectionCollation, schemaCharset, serverCharset } from './checks/server/charset.js'
import { maxConnections } from './checks/server/connections.js'
import { functionsGone } from './checks/server/functions-gone.js'
import { lowerCaseTableNames } from './checks/server/names-case.js'
import { optimizerSwitch } from './checks/server/optimizer-switch.js'
import { queryCache } from './checks/server/query-cache.js'
import { eventScheduler } from './checks/server/scheduler.js'
import { sqlModeGone } from './checks/server/sql-mode-gone.js'
import { sqlMode } from './checks/server/sql-mode.js'
import { statisticsExpiry } from './checks/server/statistics-expiry.js'
import { timeZone, timeZoneTables } from './checks/server/time-zone.js'
import { variablesGone } from './checks/server/variables-gone.js'
import { variableChecks } from './checks/server/variables.js'
import { versions } from './checks/server/versions.js'

/** Every check, in the order of its rows within one severity: the schema first, because it needs the most work. */
export const checks: readonly Check[] = [
  missingTables,
  missingColumns,
  missingPrograms,
  reservedNames,
  reservedInPrograms,
  removedFunctions,
  removedSyntax,
  removedTables,
  refusedByParser,
  changedSyntax,
  programModes,
  definers,
  zeroDateDefaults,
  zeroDateData,
  mixedCollations,
  columnCollations,
  tableCollations,
  columnDefinitions,
  missingIndexes,
  missingEngines,
  partitions,
  engineChanged,
  foreignKeyNames,
  foreignKeyTargets,
  indexLength,
  rowFormat,
  ...columnKindChecks,
  privileges,
  authentication,
  missingAccounts,
  accountPlugins,
  timeZone,
  timeZoneTables,
  sqlMode,
  sqlModeGone,
  queryCache,
  serverCharset,
  schemaCharset,
  connectionCollation,
  lowerCaseTableNames,
  eventScheduler,
  maxConnections,
  ...variableChecks,
  variablesGone,
  functionsGone,
  statisticsExpiry,
  optimizerSwitch,
  versions,
  missingExtensions,
  ...directiveChecks,
  otherDirectives,
  phpVersions,
]
